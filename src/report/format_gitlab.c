/* GitLab Code Quality (docs.gitlab.com, "Code Quality", "Import results from a CI/CD job"). */
#include "emitter.h"
#include "finding_view.h"
#include "fingerprint.h"
#include "formats.h"

/* What cannot be read may hide anything. */
static const char problem_severity[] = "critical";

static const char *const severities[] = {
    [REPORT_ERROR] = "major",
    [REPORT_WARNING] = "minor",
    [REPORT_NOTE] = "info",
};

/* A line is required: what has none stands at the beginning of its file. */
static void put_location(struct emitter *emitter, struct text file, size_t line)
{
    emitter_open_object(emitter, "location");
    emitter_put_text(emitter, "path", place_file(file));
    emitter_open_object(emitter, "lines");
    emitter_put_number(emitter, "begin", line != 0 ? line : 1);
    emitter_close(emitter);
    emitter_close(emitter);
}

static void put_finding(struct emitter *emitter, const struct report_finding *finding)
{
    struct buffer description = {0};
    buffer_printf(&description, "%.*s: %.*s", TEXT_ARGS(finding->environment),
                  TEXT_ARGS(finding->message));
    emitter->out->failed = emitter->out->failed || description.failed;
    emitter_open_object(emitter, NULL);
    emitter_put_text(emitter, "description", buffer_text(&description));
    emitter_put_string(emitter, "check_name", finding->rule->id);
    emitter_put_string(emitter, "fingerprint", finding->fingerprint);
    emitter_put_string(emitter, "severity", severities[finding->level]);
    put_location(emitter, finding->file, finding->line);
    emitter_close(emitter);
    buffer_release(&description);
}

static void put_problem(struct emitter *emitter, const struct error *problem)
{
    struct text file = text_from_string(problem->source);
    struct report_finding unreadable = {.file = file, .rule = rule_at(RULE_UNREADABLE)};
    char fingerprint[REPORT_FINGERPRINT_SIZE];
    fingerprint_format(fingerprint_of(&unreadable, text_from_string(problem->text)), fingerprint);
    emitter_open_object(emitter, NULL);
    emitter_put_string(emitter, "description", problem->text);
    emitter_put_string(emitter, "check_name", "unreadable-input");
    emitter_put_string(emitter, "fingerprint", fingerprint);
    emitter_put_string(emitter, "severity", problem_severity);
    put_location(emitter, file, problem->line);
    emitter_close(emitter);
}

void format_gitlab(const struct report *report, const struct report_style *style,
                   struct buffer *out)
{
    struct emitter emitter;
    emitter_init(&emitter, out, EMITTER_JSON);
    emitter_open_list(&emitter, NULL);
    for (size_t i = 0; i < report->finding_count; i++) {
        if (finding_is_shown(&report->findings[i], style))
            put_finding(&emitter, &report->findings[i]);
    }
    for (size_t i = 0; i < report->problems.count; i++)
        put_problem(&emitter, &report->problems.items[i]);
    emitter_close(&emitter);
}
