/* GitHub Flavored Markdown, which GitLab reads too. */
#include <inttypes.h>

#include "counts.h"
#include "finding_view.h"
#include "formats.h"
#include "markdown_code.h"

/* GitHub takes 65,536 characters in a comment. */
enum { MAX_ROWS = 100 };

static bool has_failed(const struct report *report)
{
    return report->levels[REPORT_ERROR] != 0 || counts_problems(report) != 0;
}

static void put_headline(struct buffer *out, const struct report *report)
{
    const char *verdict = "passed";
    if (has_failed(report))
        verdict = "failed";
    else if (report->levels[REPORT_WARNING] != 0)
        verdict = "passed with warnings";
    buffer_printf(out, "## release-gate: %s\n\n", verdict);
    counts_put_findings(out, report);
    buffer_put_char(out, ' ');
    counts_put_inputs(out, report);
    buffer_printf(out, ", %" PRIu64 " ms\n", report->duration_ms);
}

/* Puts what `text` holds and empties it. */
static void put_cell(struct buffer *out, struct buffer *text)
{
    markdown_code_put_escaped(out, buffer_text(text));
    out->failed = out->failed || text->failed;
    buffer_release(text);
}

static void put_row(struct buffer *out, const struct report_finding *finding)
{
    struct buffer object = {0};
    struct buffer place = {0};
    object_put_name(&object, finding->kind, finding->namespace, finding->name);
    place_put(&place, finding->file, finding->line, finding->column);
    buffer_printf(out, "| %s%s", report_level_name(finding->level),
                  finding->in_baseline ? " (baseline)" : "");
    buffer_put(out, TEXT(" | "));
    put_cell(out, &object);
    buffer_put(out, TEXT(" | "));
    markdown_code_put(out, finding->container);
    buffer_put(out, TEXT(" | "));
    markdown_code_put(out, finding->image);
    buffer_printf(out, " | %s %s | ", finding->rule->id, finding->rule->name);
    put_cell(out, &place);
    buffer_put(out, TEXT(" |\n"));
}

/* Which findings are shown, and of which rules. */
struct selection {
    size_t count;
    bool rules[RULE_COUNT];
};

static struct selection select_shown(const struct report *report, const struct report_style *style)
{
    struct selection selection = {0};
    for (size_t i = 0; i < report->finding_count; i++) {
        const struct report_finding *finding = &report->findings[i];
        if (!finding_is_shown(finding, style))
            continue;
        selection.count++;
        selection.rules[rule_index_of(finding->rule)] = true;
    }
    return selection;
}

/* Returns how many rows there are then. */
static size_t put_level(struct buffer *out, const struct report *report, enum report_level level,
                        size_t rows)
{
    for (size_t i = 0; i < report->finding_count && rows < MAX_ROWS; i++) {
        if (report->findings[i].level != level)
            continue;
        put_row(out, &report->findings[i]);
        rows++;
    }
    return rows;
}

/* The worst first, so that cutting the list hides no error behind a warning. */
static void put_table(struct buffer *out, const struct report *report,
                      const struct report_style *style, size_t count)
{
    buffer_put(out, TEXT("\n| Level | Object | Container | Image | Rule | Where |\n"
                         "| --- | --- | --- | --- | --- | --- |\n"));
    size_t rows = put_level(out, report, REPORT_ERROR, 0);
    rows = put_level(out, report, REPORT_WARNING, rows);
    if (style->show_notes)
        rows = put_level(out, report, REPORT_NOTE, rows);
    size_t left_out = count - rows + report->dropped_findings;
    if (left_out == 0)
        return;
    buffer_put(out, TEXT("\nand "));
    count_put(out, left_out, "more finding");
    buffer_put(out, TEXT(" not listed\n"));
}

static void put_fixes(struct buffer *out, const struct selection *selection)
{
    buffer_put(out, TEXT("\n**How to fix**\n\n"));
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const struct rule *rule = rule_at(i);
        if (selection->rules[i])
            buffer_printf(out, "- %s %s: %s\n", rule->id, rule->name, rule->fix);
    }
}

static void put_problems(struct buffer *out, const struct report *report)
{
    size_t shown = report->problems.count < MAX_ROWS ? report->problems.count : MAX_ROWS;
    buffer_put(out, TEXT("\n| Unreadable input | Reason |\n| --- | --- |\n"));
    for (size_t i = 0; i < shown; i++) {
        const struct error *problem = &report->problems.items[i];
        struct buffer place = {0};
        place_put(&place, text_from_string(problem->source), problem->line, problem->column);
        buffer_put(out, TEXT("| "));
        put_cell(out, &place);
        buffer_put(out, TEXT(" | "));
        markdown_code_put_escaped(out, text_from_string(problem->text));
        buffer_put(out, TEXT(" |\n"));
    }
    if (counts_problems(report) > shown)
        buffer_printf(out, "\nand %zu more\n", counts_problems(report) - shown);
}

void format_markdown(const struct report *report, const struct report_style *style,
                     struct buffer *out)
{
    struct selection selection = select_shown(report, style);
    put_headline(out, report);
    if (selection.count != 0) {
        put_table(out, report, style, selection.count);
        put_fixes(out, &selection);
    }
    if (counts_problems(report) != 0)
        put_problems(out, report);
}
