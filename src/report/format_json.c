/* One tree, written as JSON and as YAML. */
#include "counts.h"
#include "emitter.h"
#include "formats.h"

static void put_summary(struct emitter *emitter, const struct report *report)
{
    emitter_open_object(emitter, "summary");
    emitter_put_number(emitter, "files", report->file_count);
    emitter_put_number(emitter, "objects", report->object_count);
    emitter_put_number(emitter, "images", report->image_count);
    emitter_put_number(emitter, "errors", report->levels[REPORT_ERROR]);
    emitter_put_number(emitter, "warnings", report->levels[REPORT_WARNING]);
    emitter_put_number(emitter, "notes", report->levels[REPORT_NOTE]);
    emitter_put_number(emitter, "problems", counts_problems(report));
    emitter_put_number(emitter, "droppedFindings", report->dropped_findings);
    emitter_put_number(emitter, "skippedDocuments", report->skipped_documents);
    emitter_put_number(emitter, "durationMilliseconds", report->duration_ms);
    emitter_close(emitter);
}

static void put_finding(struct emitter *emitter, const struct report_finding *finding)
{
    emitter_open_object(emitter, NULL);
    emitter_put_string(emitter, "level", report_level_name(finding->level));
    emitter_put_string(emitter, "rule", finding->rule->id);
    emitter_put_string(emitter, "ruleName", finding->rule->name);
    emitter_put_text(emitter, "environment", finding->environment);
    emitter_put_text(emitter, "file", finding->file);
    emitter_put_number_if_any(emitter, "line", finding->line);
    emitter_put_number_if_any(emitter, "column", finding->column);
    emitter_put_text(emitter, "kind", finding->kind);
    emitter_put_text(emitter, "namespace", finding->namespace);
    emitter_put_text(emitter, "name", finding->name);
    emitter_put_text(emitter, "list", finding->list);
    emitter_put_text(emitter, "container", finding->container);
    emitter_put_text(emitter, "path", finding->path);
    emitter_put_text(emitter, "image", finding->image);
    emitter_put_text(emitter, "message", finding->message);
    emitter_put_text(emitter, "notes", finding->notes);
    emitter_put_text(emitter, "fix", finding->fix);
    emitter_put_boolean(emitter, "inBaseline", finding->in_baseline);
    emitter_put_string(emitter, "fingerprint", finding->fingerprint);
    emitter_close(emitter);
}

static void put_problem(struct emitter *emitter, const struct error *problem)
{
    emitter_open_object(emitter, NULL);
    emitter_put_string(emitter, "file", problem->source);
    emitter_put_number_if_any(emitter, "line", problem->line);
    emitter_put_number_if_any(emitter, "column", problem->column);
    emitter_put_string(emitter, "message", problem->text);
    emitter_close(emitter);
}

static void put_report(struct emitter *emitter, const struct report *report,
                       const struct report_style *style)
{
    emitter_open_object(emitter, NULL);
    emitter_put_string(emitter, "apiVersion", "release-gate.power-edge.io/v1");
    emitter_put_string(emitter, "kind", "Report");
    emitter_put_string(emitter, "programVersion", style->version);
    put_summary(emitter, report);
    emitter_open_list(emitter, "findings");
    for (size_t i = 0; i < report->finding_count; i++)
        put_finding(emitter, &report->findings[i]);
    emitter_close(emitter);
    emitter_open_list(emitter, "problems");
    for (size_t i = 0; i < report->problems.count; i++)
        put_problem(emitter, &report->problems.items[i]);
    emitter_close(emitter);
    emitter_close(emitter);
}

void format_json(const struct report *report, const struct report_style *style, struct buffer *out)
{
    struct emitter emitter;
    emitter_init(&emitter, out, EMITTER_JSON);
    put_report(&emitter, report, style);
}

void format_yaml(const struct report *report, const struct report_style *style, struct buffer *out)
{
    struct emitter emitter;
    emitter_init(&emitter, out, EMITTER_YAML);
    put_report(&emitter, report, style);
}
