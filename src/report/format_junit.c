/* JUnit XML as Jenkins, GitLab and GitHub's actions read it: there is no standard, and
 * tests/schemas/junit.xsd says what of it is used here. */
#include "counts.h"
#include "finding_view.h"
#include "formats.h"
#include "xml_text.h"

static void put_attribute(struct buffer *out, const char *name, struct text value)
{
    buffer_printf(out, " %s=\"", name);
    xml_text_put(out, value);
    buffer_put_char(out, '"');
}

static void put_number(struct buffer *out, const char *name, size_t value)
{
    buffer_printf(out, " %s=\"%zu\"", name, value);
}

/* Line ends stay as they are, which only in an attribute would not last. */
static void put_lines(struct buffer *out, struct text lines)
{
    while (lines.len != 0) {
        xml_text_put(out, text_cut(&lines, '\n'));
        if (lines.ptr != NULL)
            buffer_put_char(out, '\n');
    }
}

/* The one who reads a failure in a CI has this and nothing else. */
static void put_finding(struct buffer *out, const struct report_finding *finding)
{
    struct buffer text = {0};
    place_put(&text, finding->file, finding->line, finding->column);
    buffer_printf(&text, ": %s: ", report_level_name(finding->level));
    finding_put_claim(&text, finding);
    buffer_printf(&text, "\n    fix: %.*s\n", TEXT_ARGS(finding->fix));
    if (finding->notes.len != 0)
        buffer_printf(&text, "    %.*s\n", TEXT_ARGS(finding->notes));
    put_lines(out, buffer_text(&text));
    out->failed = out->failed || text.failed;
    buffer_release(&text);
}

static bool is_error(const struct report_finding *finding)
{
    return finding->level == REPORT_ERROR;
}

/* NULL: none of the errors was kept. */
static const struct report_finding *first_error(const struct report_finding *findings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_error(&findings[i]))
            return &findings[i];
    }
    return NULL;
}

/* One for all errors of the object: most readers take no more than one. */
static void put_failure(struct buffer *out, const struct report_object *object,
                        const struct report_finding *findings)
{
    const struct report_finding *first = first_error(findings, object->finding_count);
    buffer_put(out, TEXT("      <failure"));
    put_attribute(out, "type",
                  first != NULL ? text_from_string(first->rule->id) : TEXT("release-gate"));
    put_attribute(out, "message", first != NULL ? first->message : TEXT("errors not listed"));
    buffer_put_char(out, '>');
    for (size_t i = 0; i < object->finding_count; i++) {
        if (is_error(&findings[i]))
            put_finding(out, &findings[i]);
    }
    if (object->dropped_errors != 0) {
        count_put(out, object->dropped_errors, "more error");
        buffer_put(out, TEXT(" not listed"));
    }
    buffer_put(out, TEXT("</failure>\n"));
}

static void put_warnings(struct buffer *out, const struct report_style *style,
                         const struct report_finding *findings, size_t count)
{
    bool is_open = false;
    for (size_t i = 0; i < count; i++) {
        if (is_error(&findings[i]) || !finding_is_shown(&findings[i], style))
            continue;
        if (!is_open)
            buffer_put(out, TEXT("      <system-out>"));
        is_open = true;
        put_finding(out, &findings[i]);
    }
    if (is_open)
        buffer_put(out, TEXT("</system-out>\n"));
}

static void put_object_name(struct buffer *out, const struct report_object *object)
{
    struct buffer name = {0};
    object_put_name(&name, object->kind, object->namespace, object->name);
    put_attribute(out, "name", buffer_text(&name));
    out->failed = out->failed || name.failed;
    buffer_release(&name);
}

static void put_case(struct buffer *out, const struct report *report,
                     const struct report_style *style, const struct report_object *object)
{
    const struct report_finding *findings =
        object->finding_count != 0 ? &report->findings[object->first_finding] : NULL;
    buffer_put(out, TEXT("    <testcase"));
    put_object_name(out, object);
    put_attribute(out, "classname", place_file(object->file));
    put_attribute(out, "file", place_file(object->file));
    if (object->line != 0)
        put_number(out, "line", object->line);
    buffer_put(out, TEXT(">\n"));
    if (object_has_errors(report, object))
        put_failure(out, object, findings);
    put_warnings(out, style, findings, object->finding_count);
    buffer_put(out, TEXT("    </testcase>\n"));
}

static void put_suite_head(struct buffer *out, struct text file, size_t tests, size_t failures,
                           size_t errors)
{
    buffer_put(out, TEXT("  <testsuite"));
    put_attribute(out, "name", place_file(file));
    put_number(out, "tests", tests);
    put_number(out, "failures", failures);
    put_number(out, "errors", errors);
    buffer_put(out, TEXT(">\n"));
}

static size_t count_failures(const struct report *report, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += object_has_errors(report, &report->objects[i]) ? 1 : 0;
    return count;
}

/* The index behind the last object of the file. */
static size_t end_of_file(const struct report *report, size_t from)
{
    size_t to = from;
    while (to < report->object_count &&
           text_equal(report->objects[to].file, report->objects[from].file))
        to++;
    return to;
}

static void put_suite(struct buffer *out, const struct report *report,
                      const struct report_style *style, size_t from, size_t to)
{
    put_suite_head(out, report->objects[from].file, to - from, count_failures(report, from, to), 0);
    for (size_t i = from; i < to; i++)
        put_case(out, report, style, &report->objects[i]);
    buffer_put(out, TEXT("  </testsuite>\n"));
}

static void put_problem(struct buffer *out, const struct error *problem)
{
    struct text file = text_from_string(problem->source);
    struct buffer place = {0};
    place_put(&place, file, problem->line, problem->column);
    buffer_printf(&place, ": %s", problem->text);
    put_suite_head(out, file, 1, 0, 1);
    buffer_put(out, TEXT("    <testcase name=\"readable\""));
    put_attribute(out, "classname", place_file(file));
    put_attribute(out, "file", place_file(file));
    buffer_put(out, TEXT(">\n      <error type=\"unreadable-input\""));
    put_attribute(out, "message", text_from_string(problem->text));
    buffer_put_char(out, '>');
    xml_text_put(out, buffer_text(&place));
    buffer_put(out, TEXT("</error>\n    </testcase>\n  </testsuite>\n"));
    out->failed = out->failed || place.failed;
    buffer_release(&place);
}

void format_junit(const struct report *report, const struct report_style *style, struct buffer *out)
{
    enum { MS_PER_SECOND = 1000 };
    buffer_put(out, TEXT("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"));
    put_attribute(out, "name", TEXT("release-gate"));
    put_number(out, "tests", report->object_count + report->problems.count);
    put_number(out, "failures", count_failures(report, 0, report->object_count));
    put_number(out, "errors", report->problems.count);
    buffer_printf(out, " time=\"%llu.%03llu\">\n",
                  (unsigned long long)(report->duration_ms / MS_PER_SECOND),
                  (unsigned long long)(report->duration_ms % MS_PER_SECOND));
    for (size_t from = 0; from < report->object_count;) {
        size_t to = end_of_file(report, from);
        put_suite(out, report, style, from, to);
        from = to;
    }
    for (size_t i = 0; i < report->problems.count; i++)
        put_problem(out, &report->problems.items[i]);
    buffer_put(out, TEXT("</testsuites>\n"));
}
