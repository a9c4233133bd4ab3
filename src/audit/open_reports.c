#include "audit/open_reports.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "core/message.h"

enum { FIRST_CAPACITY = 64 };

static const struct {
    const char *name;
    const char *severity; /* of a result: one of the CRD's */
} results[] = {
    [OPEN_RESULT_PASS] = {"pass", "info"},
    [OPEN_RESULT_FAIL] = {"fail", "high"},
    [OPEN_RESULT_WARN] = {"warn", "medium"},
    [OPEN_RESULT_SKIP] = {"skip", "info"},
};
_Static_assert(ARRAY_LEN(results) == OPEN_RESULT_COUNT, "every result has its row");

const char *open_result_name(enum open_result result)
{
    return results[result].name;
}

enum open_result open_result_of(const struct finding *finding)
{
    if (finding == NULL)
        return OPEN_RESULT_PASS;
    if (finding->mitigation == MITIGATION_EXEMPTION)
        return OPEN_RESULT_SKIP;
    if (finding->outcome == OUTCOME_DENY || finding->mitigation == MITIGATION_MODE)
        return OPEN_RESULT_FAIL;
    return OPEN_RESULT_WARN;
}

void open_reports_init(struct open_reports *reports, uint64_t now_s)
{
    *reports = (struct open_reports){.now_s = now_s};
    arena_init(&reports->memory, SIZE_MAX);
}

void open_reports_release(struct open_reports *reports)
{
    for (size_t i = 0; i < reports->count; i++)
        buffer_release(&reports->items[i].results);
    free(reports->items);
    arena_release(&reports->memory);
    open_reports_init(reports, 0);
}

/* ---- Namespaces. */

/* Where the namespace stands, or belongs. Lists come in the order of namespaces, so that most new
 * ones belong at the end. */
static size_t find(const struct open_reports *reports, struct text namespace, bool *is_there)
{
    size_t low = 0;
    size_t high = reports->count;
    *is_there = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_compare(reports->items[middle].namespace, namespace);
        *is_there = order == 0;
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool grow(struct open_reports *reports)
{
    size_t capacity = reports->capacity != 0 ? reports->capacity * 2 : FIRST_CAPACITY;
    struct open_report *items = reallocarray(reports->items, capacity, sizeof *items);
    if (items == NULL)
        return false;
    reports->items = items;
    reports->capacity = capacity;
    return true;
}

/* NULL when there is no memory. */
static struct open_report *report_of(struct open_reports *reports, struct text namespace)
{
    bool is_there;
    struct open_report report = {0};
    size_t at = find(reports, namespace, &is_there);
    if (is_there)
        return &reports->items[at];
    if ((reports->count == reports->capacity && !grow(reports)) ||
        !arena_copy_text(&reports->memory, namespace, &report.namespace))
        return NULL;
    memmove(&reports->items[at + 1], &reports->items[at],
            (reports->count - at) * sizeof *reports->items);
    reports->items[at] = report;
    reports->count++;
    return &reports->items[at];
}

/* ---- Results. */

static void put_member(struct buffer *out, const char *key, struct text value)
{
    buffer_printf(out, ",\"%s\":", key);
    escape_for_json(out, value);
}

static void put_message(struct buffer *out, const struct subject *subject,
                        const struct finding *finding)
{
    struct buffer message = {0};
    struct buffer notes = {0};
    message_put_finding(&message, subject, finding);
    message_put_notes(&notes, finding);
    if (notes.len != 0)
        buffer_printf(&message, " (%.*s)", TEXT_ARGS(buffer_text(&notes)));
    message.failed = message.failed || notes.failed;
    put_member(out, "message", buffer_text(&message));
    buffer_release(&notes);
    out->failed = out->failed || message.failed;
    buffer_release(&message);
}

static void put_resource(struct buffer *out, const struct subject *subject)
{
    buffer_put(out, TEXT(",\"resources\":[{\"kind\":"));
    escape_for_json(out, subject->kind);
    if (subject->scope.namespace.len != 0)
        put_member(out, "namespace", subject->scope.namespace);
    put_member(out, "name", subject->name);
    buffer_put(out, TEXT("}]"));
}

static void put_result(struct buffer *out, const struct open_reports *reports,
                       const struct subject *subject, const struct verdict *verdict,
                       const struct finding *finding)
{
    enum open_result result = open_result_of(finding);
    buffer_printf(out,
                  "{\"policy\":\"release-gate\",\"rule\":\"%s\",\"category\":\"%s\","
                  "\"result\":\"%s\",\"severity\":\"%s\",\"timestamp\":{\"seconds\":%" PRIu64
                  ",\"nanos\":0}",
                  finding->rule->id, finding->rule->name, results[result].name,
                  results[result].severity, reports->now_s);
    put_resource(out, subject);
    put_message(out, subject, finding);
    buffer_put(out, TEXT(",\"properties\":{\"environment\":"));
    escape_for_json(out, verdict->environment->name);
    put_member(out, "container", finding->use.name);
    put_member(out, "image", finding->use.image);
    buffer_put(out, TEXT("}}"));
}

static bool has_room(const struct open_reports *reports, const struct open_report *report,
                     size_t bytes)
{
    return report->result_count < OPEN_REPORT_MAX_RESULTS &&
           report->results.len + bytes < OPEN_REPORT_MAX_BYTES &&
           reports->bytes + bytes < OPEN_REPORTS_MAX_BYTES;
}

static bool add(struct open_reports *reports, struct open_report *report,
                const struct subject *subject, const struct verdict *verdict,
                const struct finding *finding)
{
    struct buffer text = {0};
    report->counts[open_result_of(finding)]++;
    if (report->result_count > 0)
        buffer_put_char(&text, ',');
    put_result(&text, reports, subject, verdict, finding);
    bool is_kept = has_room(reports, report, text.len);
    if (is_kept && !text.failed) {
        buffer_put(&report->results, buffer_text(&text));
        reports->bytes += text.len;
        report->result_count++;
    }
    report->left_out += is_kept ? 0 : 1;
    bool done = !text.failed && !report->results.failed;
    buffer_release(&text);
    return done;
}

bool open_reports_see(void *closure, const struct subject *subject, const struct verdict *verdict)
{
    struct open_reports *reports = closure;
    struct open_report *report = report_of(reports, subject->scope.namespace);
    if (report == NULL)
        return false;
    for (size_t i = 0; i < verdict->image_count; i++)
        report->counts[OPEN_RESULT_PASS] += verdict->images[i].finding == NULL ? 1 : 0;
    for (size_t i = 0; i < verdict->finding_count; i++) {
        if (!add(reports, report, subject, verdict, &verdict->findings[i]))
            return false;
    }
    return true;
}

size_t open_reports_left_out(const struct open_reports *reports)
{
    size_t count = 0;
    for (size_t i = 0; i < reports->count; i++)
        count += reports->items[i].left_out;
    return count;
}
