/* TAP 14 (testanything.org/tap-version-14-specification.html). */
#include "counts.h"
#include "emitter.h"
#include "finding_view.h"
#include "formats.h"

/* Columns of the diagnostics under a test point. */
enum { BLOCK_INDENT = 2 };

/* A '#' would begin a directive, and one of them makes a failure a success. */
static void put_description(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '#' || text.ptr[i] == '\\')
            buffer_put_char(out, '\\');
        buffer_put_char(out, text.ptr[i]);
    }
}

static void put_point(struct buffer *out, bool is_ok, size_t number, struct buffer *description)
{
    buffer_printf(out, "%sok %zu - ", is_ok ? "" : "not ", number);
    put_description(out, buffer_text(description));
    buffer_put_char(out, '\n');
    out->failed = out->failed || description->failed;
    buffer_release(description);
}

static void put_place(struct emitter *emitter, struct text file, size_t line, size_t column)
{
    emitter_put_text(emitter, "file", place_file(file));
    emitter_put_number_if_any(emitter, "line", line);
    emitter_put_number_if_any(emitter, "column", column);
}

static void put_error(struct emitter *emitter, const struct report_finding *finding)
{
    struct buffer claim = {0};
    finding_put_claim(&claim, finding);
    emitter_open_object(emitter, NULL);
    emitter_put_string(emitter, "rule", finding->rule->id);
    emitter_put_text(emitter, "message", buffer_text(&claim));
    emitter_put_text(emitter, "fix", finding->fix);
    emitter_put_text_if_any(emitter, "notes", finding->notes);
    put_place(emitter, finding->file, finding->line, finding->column);
    emitter_close(emitter);
    emitter->out->failed = emitter->out->failed || claim.failed;
    buffer_release(&claim);
}

static void open_block(struct emitter *emitter, struct buffer *out)
{
    buffer_printf(out, "%*s---\n", BLOCK_INDENT, "");
    emitter_init(emitter, out, EMITTER_YAML);
    emitter->indent = BLOCK_INDENT;
    emitter_open_object(emitter, NULL);
    emitter_put_string(emitter, "severity", "fail");
}

static void close_block(struct emitter *emitter)
{
    emitter_close(emitter);
    buffer_printf(emitter->out, "%*s...\n", BLOCK_INDENT, "");
}

static void put_errors(struct buffer *out, const struct report *report,
                       const struct report_object *object)
{
    struct emitter emitter;
    open_block(&emitter, out);
    emitter_put_number_if_any(&emitter, "errorsNotListed", object->dropped_errors);
    emitter_open_list(&emitter, "errors");
    for (size_t i = 0; i < object->finding_count; i++) {
        const struct report_finding *finding = &report->findings[object->first_finding + i];
        if (finding->level == REPORT_ERROR)
            put_error(&emitter, finding);
    }
    emitter_close(&emitter);
    close_block(&emitter);
}

static void put_comment(struct buffer *out, const struct report_finding *finding)
{
    buffer_put(out, TEXT("# "));
    place_put(out, finding->file, finding->line, finding->column);
    buffer_printf(out, ": %s: ", report_level_name(finding->level));
    finding_put_claim(out, finding);
    buffer_printf(out, "; %.*s\n", TEXT_ARGS(finding->fix));
}

static void put_comments(struct buffer *out, const struct report *report,
                         const struct report_style *style, const struct report_object *object)
{
    for (size_t i = 0; i < object->finding_count; i++) {
        const struct report_finding *finding = &report->findings[object->first_finding + i];
        if (finding->level != REPORT_ERROR && finding_is_shown(finding, style))
            put_comment(out, finding);
    }
}

static void put_object(struct buffer *out, const struct report *report,
                       const struct report_style *style, size_t index)
{
    const struct report_object *object = &report->objects[index];
    bool is_ok = !object_has_errors(report, object);
    struct buffer description = {0};
    place_put(&description, object->file, object->line, 0);
    buffer_put(&description, TEXT(": "));
    object_put_name(&description, object->kind, object->namespace, object->name);
    put_point(out, is_ok, index + 1, &description);
    if (!is_ok)
        put_errors(out, report, object);
    put_comments(out, report, style, object);
}

static void put_problem(struct buffer *out, const struct error *problem, size_t number)
{
    struct text file = text_from_string(problem->source);
    struct buffer description = {0};
    place_put(&description, file, problem->line, 0);
    buffer_put(&description, TEXT(": readable"));
    put_point(out, false, number, &description);
    struct emitter emitter;
    open_block(&emitter, out);
    emitter_put_string(&emitter, "message", problem->text);
    put_place(&emitter, file, problem->line, problem->column);
    close_block(&emitter);
}

void format_tap(const struct report *report, const struct report_style *style, struct buffer *out)
{
    size_t count = report->object_count + report->problems.count;
    buffer_printf(out, "TAP version 14\n1..%zu%s\n", count, count == 0 ? " # SKIP no objects" : "");
    for (size_t i = 0; i < report->object_count; i++)
        put_object(out, report, style, i);
    for (size_t i = 0; i < report->problems.count; i++)
        put_problem(out, &report->problems.items[i], report->object_count + i + 1);
    buffer_put(out, TEXT("# "));
    counts_put_findings(out, report);
    buffer_put_char(out, ' ');
    counts_put_inputs(out, report);
    buffer_put_char(out, '\n');
}
