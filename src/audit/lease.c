#include "audit/lease.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/escape.h"
#include "core/json_node.h"

enum { HTTP_NOT_FOUND = 404, HTTP_CONFLICT = 409 };

static const uint64_t ns_per_s = 1000000000;

/* The lease as the API server has it; an absent one is all empty. Borrowed from the answer. */
struct record {
    struct text version;
    struct text holder;
    struct text acquired;
    struct text renewed;
    int64_t transitions;
};

static struct record read_record(struct json_object *root)
{
    struct json_object *spec = json_member(root, "spec");
    return (struct record){
        .version = json_member_text(json_member(root, "metadata"), "resourceVersion"),
        .holder = json_member_text(spec, "holderIdentity"),
        .acquired = json_member_text(spec, "acquireTime"),
        .renewed = json_member_text(spec, "renewTime"),
        .transitions = json_object_get_int64(json_member(spec, "leaseTransitions")),
    };
}

/* MicroTime has six decimals (k8s.io/apimachinery, meta/v1, RFC3339Micro). */
static void put_micro_time(struct buffer *out, const char *text)
{
    struct text time = text_from_string(text);
    size_t dot = text_find(time, '.');
    buffer_put_char(out, '"');
    buffer_put(out, text_slice(time, 0, dot < time.len ? dot : time.len - 1));
    buffer_put_char(out, '.');
    if (dot < time.len)
        buffer_put(out, text_slice(time, dot + 1, time.len - 1));
    buffer_put(out, dot < time.len ? TEXT("000Z\"") : TEXT("000000Z\""));
}

static void put_lease(struct buffer *out, const struct lease *lease, const struct record *before,
                      const char *holder, const char *now)
{
    bool is_renewed = text_equal(before->holder, text_from_string(holder));
    bool is_taken = holder[0] != '\0' && !is_renewed;
    buffer_put(out,
               TEXT("{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\",\"metadata\":"
                    "{\"namespace\":"));
    escape_for_json(out, text_from_string(lease->namespace));
    buffer_put(out, TEXT(",\"name\":"));
    escape_for_json(out, text_from_string(lease->name));
    if (before->version.len != 0) {
        buffer_put(out, TEXT(",\"resourceVersion\":"));
        escape_for_json(out, before->version);
    }
    buffer_put(out, TEXT("},\"spec\":{\"holderIdentity\":"));
    escape_for_json(out, text_from_string(holder));
    buffer_printf(out, ",\"leaseDurationSeconds\":%u,\"leaseTransitions\":%lld,\"acquireTime\":",
                  holder[0] != '\0' ? lease->duration_s : 1,
                  (long long)before->transitions + (is_taken && before->version.len != 0 ? 1 : 0));
    if (!is_taken && before->acquired.len != 0)
        escape_for_json(out, before->acquired);
    else
        put_micro_time(out, now);
    buffer_put(out, TEXT(",\"renewTime\":"));
    put_micro_time(out, now);
    buffer_put(out, TEXT("}}"));
}

static void put_path(struct buffer *out, const struct lease *lease, bool with_name)
{
    buffer_printf(out, "/apis/coordination.k8s.io/v1/namespaces/%s/leases%s%s", lease->namespace,
                  with_name ? "/" : "", with_name ? lease->name : "");
    buffer_put_char(out, '\0');
}

/* Writes over what was read and nothing else: whoever was faster wins. `*is_written` is false then.
 */
static bool write_lease(const struct lease *lease, struct cluster *cluster,
                        const struct record *before, const char *holder, const char *now,
                        bool *is_written, struct error *error)
{
    struct buffer path = {0};
    struct buffer body = {0};
    struct cluster_answer answer = {0};
    struct error reason = {0};
    bool exists = before->version.len != 0;
    put_path(&path, lease, exists);
    put_lease(&body, lease, before, holder, now);
    bool done = !path.failed && !body.failed;
    if (done) {
        struct cluster_request request = {.method = exists ? CLUSTER_PUT : CLUSTER_POST,
                                          .path = path.bytes,
                                          .body = buffer_text(&body)};
        *is_written = cluster_ask(cluster, &request, &answer, &reason);
        done = *is_written || answer.status == HTTP_CONFLICT;
    } else {
        error_no_memory(&reason);
    }
    json_object_put(answer.root);
    buffer_release(&path);
    buffer_release(&body);
    if (!done && error != NULL && error->kind == ERROR_NONE)
        *error = reason;
    return done;
}

static bool read_lease(const struct lease *lease, struct cluster *cluster,
                       struct json_object **root, struct error *error)
{
    struct buffer path = {0};
    struct cluster_answer answer = {0};
    struct error reason = {0};
    put_path(&path, lease, true);
    bool done = !path.failed;
    if (done) {
        struct cluster_request request = {.method = CLUSTER_GET, .path = path.bytes};
        done = cluster_ask(cluster, &request, &answer, &reason);
    } else {
        error_no_memory(&reason);
    }
    buffer_release(&path);
    *root = NULL;
    if (done)
        *root = answer.root;
    else
        json_object_put(answer.root);
    if (done || answer.status == HTTP_NOT_FOUND)
        return true;
    if (error != NULL && error->kind == ERROR_NONE)
        *error = reason;
    return false;
}

/* Whether somebody else has it still. */
static bool is_others(struct lease *lease, const struct record *record, struct lease_time now)
{
    char seen[sizeof lease->seen];
    if (record->holder.len == 0 || text_equal(record->holder, text_from_string(lease->holder)))
        return false;
    snprintf(seen, sizeof seen, "%.*s %.*s", TEXT_ARGS(record->holder), TEXT_ARGS(record->renewed));
    if (strcmp(seen, lease->seen) != 0) {
        snprintf(lease->seen, sizeof lease->seen, "%s", seen);
        lease->seen_ns = now.ns;
    }
    return now.ns - lease->seen_ns < lease->duration_s * ns_per_s;
}

bool lease_try(struct lease *lease, struct cluster *cluster, struct lease_time now,
               struct error *error)
{
    struct json_object *root;
    bool is_written = false;
    if (lease->is_held && now.ns - lease->renewed_ns >= lease->duration_s * ns_per_s)
        lease->is_held = false;
    if (!read_lease(lease, cluster, &root, error))
        return false;
    struct record record = read_record(root);
    bool done = true;
    if (is_others(lease, &record, now))
        lease->is_held = false;
    else
        done = write_lease(lease, cluster, &record, lease->holder, now.text, &is_written, error);
    if (done)
        lease->is_held = is_written;
    if (is_written)
        lease->renewed_ns = now.ns;
    json_object_put(root);
    return done;
}

void lease_release(struct lease *lease, struct cluster *cluster, struct lease_time now)
{
    struct json_object *root;
    bool is_written;
    if (!lease->is_held || !read_lease(lease, cluster, &root, NULL))
        return;
    struct record record = read_record(root);
    lease->is_held = false;
    /* Whoever has it now keeps it; a failure costs the next one the duration. */
    if (text_equal(record.holder, text_from_string(lease->holder)))
        (void)!write_lease(lease, cluster, &record, "", now.text, &is_written, NULL);
    json_object_put(root);
}
