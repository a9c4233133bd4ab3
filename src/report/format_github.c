/* Workflow commands of GitHub Actions. The escapes are those that the runner takes back
 * (actions/runner, ActionCommand.cs). */
#include "base/ascii.h"
#include "counts.h"
#include "finding_view.h"
#include "formats.h"

/* Annotations that GitHub shows of one step, for each level. */
enum { SHOWN_PER_LEVEL = 10 };

static const char *const commands[] = {
    [REPORT_ERROR] = "error",
    [REPORT_WARNING] = "warning",
    [REPORT_NOTE] = "notice",
};

/* The first ones also in the message, the last ones only in a property. */
static const struct {
    char byte;
    const char *escape;
    bool only_in_property;
} escapes[] = {
    {'%', "%25", false}, {'\r', "%0D", false}, {'\n', "%0A", false},
    {':', "%3A", true},  {',', "%2C", true},
};

static const char *escape_of(char c, bool in_property)
{
    for (size_t i = 0; i < ARRAY_LEN(escapes); i++) {
        if (escapes[i].byte == c && (in_property || !escapes[i].only_in_property))
            return escapes[i].escape;
    }
    return NULL;
}

static bool is_control(char c)
{
    return (unsigned char)c < ' ' || c == '\x7f';
}

/* A command may end up on a terminal too: other control characters are not passed on. */
static void put_escaped(struct buffer *out, struct text text, bool in_property)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        const char *escape = escape_of(c, in_property);
        if (escape != NULL)
            buffer_printf(out, "%s", escape);
        else
            buffer_put_char(out, is_control(c) ? '?' : c);
    }
}

static bool has_file(struct text file)
{
    return !text_equal(file, TEXT("-"));
}

/* "::error file=a.yaml,line=3,col=5,title=". Without a file the annotation is the job's. */
static void put_head(struct buffer *out, const char *command, struct text file, size_t line,
                     size_t column)
{
    buffer_printf(out, "::%s ", command);
    if (has_file(file)) {
        buffer_put(out, TEXT("file="));
        put_escaped(out, place_file(file), true);
        if (line != 0)
            buffer_printf(out, ",line=%zu", line);
        if (line != 0 && column != 0)
            buffer_printf(out, ",col=%zu", column);
        buffer_put_char(out, ',');
    }
    buffer_put(out, TEXT("title="));
}

/* What the annotation cannot point to, its text says. */
static void put_lost_place(struct buffer *out, struct text file, size_t line, size_t column)
{
    if (has_file(file))
        return;
    place_put(out, file, line, column);
    buffer_put(out, TEXT(": "));
}

static void put_finding(struct buffer *out, const struct report_finding *finding)
{
    put_head(out, commands[finding->level], finding->file, finding->line, finding->column);
    buffer_printf(out, "%s %s::", finding->rule->id, finding->rule->name);
    struct buffer text = {0};
    put_lost_place(&text, finding->file, finding->line, finding->column);
    finding_put_claim(&text, finding);
    buffer_printf(&text, "\nfix: %.*s", TEXT_ARGS(finding->fix));
    if (finding->notes.len != 0)
        buffer_printf(&text, "\n%.*s", TEXT_ARGS(finding->notes));
    put_escaped(out, buffer_text(&text), false);
    out->failed = out->failed || text.failed;
    buffer_release(&text);
    buffer_put_char(out, '\n');
}

static void put_problem(struct buffer *out, const struct error *problem)
{
    put_head(out, commands[REPORT_ERROR], text_from_string(problem->source), problem->line,
             problem->column);
    buffer_put(out, TEXT("unreadable input::"));
    put_lost_place(out, text_from_string(problem->source), problem->line, problem->column);
    put_escaped(out, text_from_string(problem->text), false);
    buffer_put_char(out, '\n');
}

static void put_level(struct buffer *out, const struct report *report, enum report_level level)
{
    for (size_t i = 0; i < report->finding_count; i++) {
        if (report->findings[i].level == level)
            put_finding(out, &report->findings[i]);
    }
}

static void put_hint(struct buffer *out, const struct report *report)
{
    size_t errors = report->levels[REPORT_ERROR] + counts_problems(report);
    size_t warnings = report->levels[REPORT_WARNING];
    if (errors <= SHOWN_PER_LEVEL && warnings <= SHOWN_PER_LEVEL)
        return;
    buffer_printf(out,
                  "::notice title=release-gate::GitHub shows the first %d errors and the first %d "
                  "warnings of a step. This one has ",
                  SHOWN_PER_LEVEL, SHOWN_PER_LEVEL);
    count_put(out, errors, "error");
    buffer_put(out, TEXT(" and "));
    count_put(out, warnings, "warning");
    buffer_put(out, TEXT(": its log has all of them\n"));
}

/* The worst first, since GitHub shows the first ones. */
void format_github(const struct report *report, const struct report_style *style,
                   struct buffer *out)
{
    for (size_t i = 0; i < report->problems.count; i++)
        put_problem(out, &report->problems.items[i]);
    put_level(out, report, REPORT_ERROR);
    put_level(out, report, REPORT_WARNING);
    if (style->show_notes)
        put_level(out, report, REPORT_NOTE);
    put_hint(out, report);
}
