#include <stdint.h>

#include "audit/open_reports.h"
#include "base/escape.h"
#include "core/json_node.h"

/* Of results beyond the limits; the CRD has no field for it. */
#define LEFT_OUT_ANNOTATION "release-gate.power-edge.io/results-left-out"
#define OBJECT_NAME "release-gate"
#define BASE "/apis/openreports.io/v1alpha1"
#define MANAGED_BY "app.kubernetes.io/managed-by"
#define OWN "?labelSelector=app.kubernetes.io%2Fmanaged-by%3Drelease-gate"
#define APPLY "?fieldManager=release-gate&force=true"

enum {
    HTTP_FORBIDDEN = 403,
    HTTP_NOT_FOUND = 404,
    PAGE_ITEMS = 20, /* an object may have a mebibyte */
};

/* A namespace whose object is there still, though it has no results any more. */
struct stale {
    struct stale *next;
    struct text namespace;
};

/* One writing of all objects. */
struct run {
    const struct open_reports *reports;
    struct cluster *cluster;
    const struct audit_progress *progress;
    struct open_reports_outcome *outcome;
    struct error *error;
    struct stale *stale;
    struct arena memory;
    bool is_over; /* nothing more can be asked */
};

static bool has_results(const struct open_report *report)
{
    return report->counts[OPEN_RESULT_FAIL] + report->counts[OPEN_RESULT_WARN] +
               report->counts[OPEN_RESULT_SKIP] !=
           0;
}

/* ---- Asking. */

static void put_path(struct buffer *out, struct text namespace, const char *query)
{
    if (namespace.len == 0)
        buffer_put(out, TEXT(BASE "/clusterreports/" OBJECT_NAME));
    else
        buffer_printf(out, BASE "/namespaces/%.*s/reports/" OBJECT_NAME, TEXT_ARGS(namespace));
    buffer_printf(out, "%s", query);
    buffer_put_char(out, '\0');
}

/* What is refused since the namespace ends or is gone is no failure (k8s.io/api/core/v1,
 * NamespaceTerminatingCause). */
static bool is_of_ending_namespace(const struct cluster_answer *answer)
{
    struct json_object *causes = json_member(json_member(answer->root, "details"), "causes");
    if (answer->status == HTTP_NOT_FOUND)
        return true;
    if (answer->status != HTTP_FORBIDDEN || !json_object_is_type(causes, json_type_array))
        return false;
    return text_equal(json_member_text(json_object_array_get_idx(causes, 0), "reason"),
                      TEXT("NamespaceTerminating"));
}

static void note_failure(struct run *run, const struct cluster_answer *answer,
                         const struct error *reason)
{
    run->outcome->failed++;
    run->is_over = run->is_over || answer->status == 0 || reason->kind == ERROR_MEMORY;
    if (run->error->kind == ERROR_NONE)
        *run->error = *reason;
}

static void fail_for_memory(struct run *run)
{
    struct error reason = {0};
    error_no_memory(&reason);
    note_failure(run, &(struct cluster_answer){0}, &reason);
}

/* Counts in `*done` if the API server did it. */
static void ask(struct run *run, struct cluster_request *request, struct text namespace,
                const char *query, size_t *done)
{
    struct buffer path = {0};
    struct cluster_answer answer = {0};
    struct error reason = {0};
    put_path(&path, namespace, query);
    request->path = path.bytes;
    if (path.failed)
        fail_for_memory(run);
    else if (cluster_ask(run->cluster, request, &answer, &reason))
        ++*done;
    else if (!is_of_ending_namespace(&answer))
        note_failure(run, &answer, &reason);
    json_object_put(answer.root);
    buffer_release(&path);
    if (run->progress != NULL)
        run->progress->show(run->progress->closure, "reports", *done);
}

/* ---- What there is. */

static bool is_wanted(const struct run *run, struct text namespace)
{
    for (size_t i = 0; i < run->reports->count; i++) {
        const struct open_report *report = &run->reports->items[i];
        if (text_equal(report->namespace, namespace))
            return has_results(report);
    }
    return false;
}

static bool take(void *closure, struct json_object *item, struct error *error)
{
    struct run *run = closure;
    struct json_object *metadata = json_member(item, "metadata");
    struct text namespace = json_member_text(metadata, "namespace");
    if (!text_equal(json_member_text(metadata, "name"), TEXT(OBJECT_NAME)) ||
        is_wanted(run, namespace))
        return true;
    struct stale *stale = arena_take(&run->memory, 1, sizeof *stale);
    if (stale == NULL || !arena_copy_text(&run->memory, namespace, &stale->namespace))
        return error_no_memory(error);
    stale->next = run->stale;
    run->stale = stale;
    return true;
}

/* Whether the cluster has these kinds and lets us see them is known after that, too. */
static bool list(struct run *run, const char *path)
{
    struct cluster_list request = {
        .path = path, .page_items = PAGE_ITEMS, .take = take, .closure = run};
    struct error reason = {0};
    if (cluster_list(run->cluster, &request, NULL, &reason))
        return true;
    note_failure(run, &(struct cluster_answer){0}, &reason);
    return false;
}

/* ---- What there is to be. */

static void put_metadata(struct buffer *out, const struct open_report *report)
{
    buffer_put(out, TEXT("\"metadata\":{\"name\":\"" OBJECT_NAME "\""));
    if (report->namespace.len != 0) {
        buffer_put(out, TEXT(",\"namespace\":"));
        escape_for_json(out, report->namespace);
    }
    buffer_put(out, TEXT(",\"labels\":{\"" MANAGED_BY "\":\"release-gate\"}"));
    if (report->left_out != 0)
        buffer_printf(out, ",\"annotations\":{\"" LEFT_OUT_ANNOTATION "\":\"%zu\"}",
                      report->left_out);
    buffer_put(out, TEXT("},"));
}

static void put_scope(struct buffer *out, const struct open_report *report)
{
    if (report->namespace.len == 0)
        return;
    buffer_put(out, TEXT("\"scope\":{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"name\":"));
    escape_for_json(out, report->namespace);
    buffer_put(out, TEXT("},"));
}

static void put_object(struct buffer *out, const struct open_report *report)
{
    const size_t *counts = report->counts;
    buffer_printf(out, "{\"apiVersion\":\"openreports.io/v1alpha1\",\"kind\":\"%s\",",
                  report->namespace.len != 0 ? "Report" : "ClusterReport");
    put_metadata(out, report);
    put_scope(out, report);
    buffer_printf(out,
                  "\"source\":\"release-gate\",\"configuration\":{\"limits\":{\"maxResults\":%d,"
                  "\"statusFilter\":[\"fail\",\"warn\",\"skip\"]}},",
                  OPEN_REPORT_MAX_RESULTS);
    buffer_printf(out,
                  "\"summary\":{\"pass\":%zu,\"fail\":%zu,\"warn\":%zu,\"error\":0,\"skip\":%zu},"
                  "\"results\":[",
                  counts[OPEN_RESULT_PASS], counts[OPEN_RESULT_FAIL], counts[OPEN_RESULT_WARN],
                  counts[OPEN_RESULT_SKIP]);
    buffer_put(out, buffer_text(&report->results));
    buffer_put(out, TEXT("]}"));
}

static void write_reports(struct run *run)
{
    struct buffer body = {0};
    for (size_t i = 0; i < run->reports->count && !run->is_over; i++) {
        const struct open_report *report = &run->reports->items[i];
        if (!has_results(report))
            continue;
        buffer_reset(&body);
        put_object(&body, report);
        struct cluster_request request = {.method = CLUSTER_PATCH,
                                          .content_type = "application/apply-patch+yaml",
                                          .body = buffer_text(&body)};
        if (body.failed)
            fail_for_memory(run);
        else
            ask(run, &request, report->namespace, APPLY, &run->outcome->written);
    }
    buffer_release(&body);
}

static void remove_stale(struct run *run)
{
    for (const struct stale *stale = run->stale; stale != NULL && !run->is_over;
         stale = stale->next) {
        struct cluster_request request = {.method = CLUSTER_DELETE};
        ask(run, &request, stale->namespace, "", &run->outcome->removed);
    }
}

bool open_reports_write(const struct open_reports *reports, struct cluster *cluster, bool is_whole,
                        const struct audit_progress *progress, struct open_reports_outcome *outcome,
                        struct error *error)
{
    struct run run = {.reports = reports,
                      .cluster = cluster,
                      .progress = progress,
                      .outcome = outcome,
                      .error = error};
    *outcome = (struct open_reports_outcome){0};
    arena_init(&run.memory, SIZE_MAX);
    if (list(&run, BASE "/reports" OWN) && list(&run, BASE "/clusterreports" OWN)) {
        write_reports(&run);
        if (is_whole)
            remove_stale(&run);
    }
    arena_release(&run.memory);
    return outcome->failed == 0;
}
