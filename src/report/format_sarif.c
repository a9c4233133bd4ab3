/* SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0). */
#include "emitter.h"
#include "finding_view.h"
#include "formats.h"
#include "sarif_rules.h"
#include "sarif_text.h"
#include "uri.h"

/* Puts the text that is in `text` and empties it. */
static void put_message(struct emitter *emitter, struct buffer *text)
{
    struct buffer message = {0};
    sarif_text_put(&message, buffer_text(text));
    emitter->out->failed = emitter->out->failed || text->failed || message.failed;
    emitter_open_object(emitter, "message");
    emitter_put_text(emitter, "text", buffer_text(&message));
    emitter_close(emitter);
    buffer_release(&message);
    buffer_release(text);
}

static void put_artifact(struct emitter *emitter, struct text file)
{
    struct buffer uri = {0};
    uri_put(&uri, file);
    emitter->out->failed = emitter->out->failed || uri.failed;
    emitter_open_object(emitter, "artifactLocation");
    emitter_put_text(emitter, "uri", buffer_text(&uri));
    if (!uri_is_absolute(file))
        emitter_put_string(emitter, "uriBaseId", "%SRCROOT%");
    emitter_close(emitter);
    buffer_release(&uri);
}

static void put_physical_location(struct emitter *emitter, struct text file, size_t line,
                                  size_t column)
{
    emitter_open_object(emitter, "physicalLocation");
    put_artifact(emitter, file);
    if (line != 0) {
        emitter_open_object(emitter, "region");
        emitter_put_number(emitter, "startLine", line);
        emitter_put_number_if_any(emitter, "startColumn", column);
        emitter_close(emitter);
    }
    emitter_close(emitter);
}

/* "Deployment production/web spec.template.spec.containers[0].image" */
static void put_logical_location(struct emitter *emitter, const struct report_finding *finding)
{
    struct buffer name = {0};
    object_put_name(&name, finding->kind, finding->namespace, finding->name);
    buffer_put_char(&name, ' ');
    buffer_put(&name, finding->path);
    emitter->out->failed = emitter->out->failed || name.failed;
    emitter_open_list(emitter, "logicalLocations");
    emitter_open_object(emitter, NULL);
    emitter_put_text(emitter, "fullyQualifiedName", buffer_text(&name));
    emitter_close(emitter);
    emitter_close(emitter);
    buffer_release(&name);
}

static void put_location(struct emitter *emitter, const struct report_finding *finding)
{
    emitter_open_list(emitter, "locations");
    emitter_open_object(emitter, NULL);
    put_physical_location(emitter, finding->file, finding->line, finding->column);
    put_logical_location(emitter, finding);
    emitter_close(emitter);
    emitter_close(emitter);
}

/* Without a status, which some published schemas call "state": absent means accepted (3.35.3). */
static void put_suppression(struct emitter *emitter)
{
    emitter_open_list(emitter, "suppressions");
    emitter_open_object(emitter, NULL);
    emitter_put_string(emitter, "kind", "external");
    emitter_put_string(emitter, "justification", "the baseline knows it");
    emitter_close(emitter);
    emitter_close(emitter);
}

static void put_result_message(struct emitter *emitter, const struct report_finding *finding)
{
    struct buffer text = {0};
    buffer_printf(&text, "%.*s: %.*s", TEXT_ARGS(finding->environment),
                  TEXT_ARGS(finding->message));
    if (finding->notes.len != 0)
        buffer_printf(&text, " (%.*s)", TEXT_ARGS(finding->notes));
    put_message(emitter, &text);
}

static void put_result(struct emitter *emitter, const struct report_finding *finding)
{
    emitter_open_object(emitter, NULL);
    emitter_put_string(emitter, "ruleId", finding->rule->id);
    emitter_put_number(emitter, "ruleIndex", rule_index_of(finding->rule));
    emitter_put_string(emitter, "level",
                       report_level_name(finding->level)); /* 3.27.10 has the same */
    put_result_message(emitter, finding);
    put_location(emitter, finding);
    emitter_open_object(emitter, "partialFingerprints");
    emitter_put_string(emitter, "releaseGate/v1", finding->fingerprint);
    emitter_close(emitter);
    if (finding->in_baseline)
        put_suppression(emitter);
    emitter_close(emitter);
}

static void put_notification(struct emitter *emitter, const struct error *problem)
{
    struct buffer text = {0};
    buffer_printf(&text, "%s", problem->text);
    emitter_open_object(emitter, NULL);
    emitter_put_string(emitter, "level", "error");
    put_message(emitter, &text);
    emitter_open_list(emitter, "locations");
    emitter_open_object(emitter, NULL);
    put_physical_location(emitter, text_from_string(problem->source), problem->line,
                          problem->column);
    emitter_close(emitter);
    emitter_close(emitter);
    emitter_close(emitter);
}

static void put_invocation(struct emitter *emitter, const struct report *report)
{
    emitter_open_list(emitter, "invocations");
    emitter_open_object(emitter, NULL);
    emitter_put_boolean(emitter, "executionSuccessful", error_list_is_empty(&report->problems));
    emitter_open_list(emitter, "toolExecutionNotifications");
    for (size_t i = 0; i < report->problems.count; i++)
        put_notification(emitter, &report->problems.items[i]);
    emitter_close(emitter);
    emitter_close(emitter);
    emitter_close(emitter);
}

static void put_tool(struct emitter *emitter, const struct report_style *style)
{
    emitter_open_object(emitter, "tool");
    emitter_open_object(emitter, "driver");
    emitter_put_string(emitter, "name", "release-gate");
    emitter_put_string(emitter, "semanticVersion", style->version);
    sarif_rules_put(emitter);
    emitter_close(emitter);
    emitter_close(emitter);
}

static void put_base(struct emitter *emitter)
{
    emitter_open_object(emitter, "originalUriBaseIds");
    emitter_open_object(emitter, "%SRCROOT%");
    emitter_open_object(emitter, "description");
    emitter_put_string(emitter, "text", "The folder that the check was started in.");
    emitter_close(emitter);
    emitter_close(emitter);
    emitter_close(emitter);
}

static void put_run(struct emitter *emitter, const struct report *report,
                    const struct report_style *style)
{
    emitter_open_object(emitter, NULL);
    put_tool(emitter, style);
    put_invocation(emitter, report);
    put_base(emitter);
    /* Our columns count bytes, which is the same on a line that is ASCII up to the image. */
    emitter_put_string(emitter, "columnKind", "unicodeCodePoints");
    emitter_open_list(emitter, "results");
    for (size_t i = 0; i < report->finding_count; i++)
        put_result(emitter, &report->findings[i]);
    emitter_close(emitter);
    emitter_close(emitter);
}

void format_sarif(const struct report *report, const struct report_style *style, struct buffer *out)
{
    struct emitter emitter;
    emitter_init(&emitter, out, EMITTER_JSON);
    emitter_open_object(&emitter, NULL);
    emitter_put_string(&emitter, "$schema",
                       "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                       "sarif-schema-2.1.0.json");
    emitter_put_string(&emitter, "version", "2.1.0");
    emitter_open_list(&emitter, "runs");
    put_run(&emitter, report, style);
    emitter_close(&emitter);
    emitter_close(&emitter);
}
