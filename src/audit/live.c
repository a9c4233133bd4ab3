#include "audit/live.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "core/json_node.h"
#include "discovery.h"

enum { HTTP_UNAUTHORIZED = 401, HTTP_NOT_FOUND = 404 };

/* Pods that have ended are most of a cluster that runs jobs, and count for nothing. */
static const char running_pods[] =
    "?fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed";

/* One audit of a cluster. */
struct run {
    const struct audit_group *group;
    const struct audit_terms *terms; /* of the first */
    struct cluster *cluster;
    const struct audit_progress *progress;
    const struct listed_kind *kind; /* that is being listed */
    struct buffer file;             /* names an object: its path at the API server */
    struct buffer last;             /* "namespace/name" of the object taken last */
    struct buffer next;
    size_t count;
    bool is_ordered; /* as etcd has them, so that a list that begins anew tells what came before */
    bool is_again;   /* what is not behind `last` came before */
};

/* ---- Objects. */

static void show(struct run *run, const char *resource)
{
    enum { EVERY = 250 };
    if (run->progress != NULL && run->count % EVERY == 0)
        run->progress->show(run->progress->closure, resource, run->count);
}

static bool comes_again(struct run *run, const struct manifest *manifest)
{
    buffer_reset(&run->next);
    buffer_put(&run->next, manifest->namespace);
    buffer_put_char(&run->next, '/');
    buffer_put(&run->next, manifest->name);
    bool is_behind = text_compare(buffer_text(&run->next), buffer_text(&run->last)) > 0;
    if (!is_behind && run->is_again)
        return true;
    run->is_ordered = run->is_ordered && is_behind;
    run->is_again = false;
    struct buffer swap = run->last;
    run->last = run->next;
    run->next = swap;
    return false;
}

static struct text file_of(struct run *run, const struct manifest *manifest)
{
    buffer_reset(&run->file);
    buffer_printf(&run->file, "%s", run->kind->base);
    if (manifest->namespace.len != 0)
        buffer_printf(&run->file, "/namespaces/%.*s", TEXT_ARGS(manifest->namespace));
    buffer_printf(&run->file, "/%.*s/%.*s", TEXT_ARGS(run->kind->resource),
                  TEXT_ARGS(manifest->name));
    return buffer_text(&run->file);
}

static struct manifest manifest_of(struct json_object *item, struct text group, struct text kind)
{
    struct json_object *metadata = json_member(item, "metadata");
    return (struct manifest){
        .object = item,
        .group = group,
        .kind = kind,
        .namespace = json_member_text(metadata, "namespace"),
        .name = json_member_text(metadata, "name"),
    };
}

static bool collect(struct run *run, const struct manifest *manifest)
{
    for (size_t i = 0; i < run->group->count; i++) {
        if (!audit_collect(run->group->items[i], manifest))
            return false;
    }
    return true;
}

static bool judge(struct run *run, const struct manifest *manifest)
{
    struct text file = file_of(run, manifest);
    for (size_t i = 0; i < run->group->count; i++) {
        if (!audit_judge(run->group->items[i], file, manifest))
            return false;
    }
    return true;
}

static bool take_object(void *closure, struct json_object *item, struct error *error)
{
    struct run *run = closure;
    struct manifest manifest = manifest_of(item, run->kind->group, run->kind->kind);
    char resource[64];
    if (comes_again(run, &manifest))
        return true;
    if (!collect(run, &manifest) || !judge(run, &manifest))
        return error_no_memory(error);
    run->count++;
    snprintf(resource, sizeof resource, "%.*s", TEXT_ARGS(run->kind->resource));
    show(run, resource);
    return true;
}

static bool take_namespace(void *closure, struct json_object *item, struct error *error)
{
    struct run *run = closure;
    struct manifest manifest = manifest_of(item, TEXT(""), TEXT("Namespace"));
    return collect(run, &manifest) || error_no_memory(error);
}

static void begin_again(void *closure)
{
    struct run *run = closure;
    run->is_again = true;
}

/* ---- Lists. */

/* True if the audit can go on without what was asked. */
static bool can_go_on(struct run *run, const char *path, unsigned status,
                      const struct error *reason, struct error *error)
{
    if (status == 0 || status == HTTP_UNAUTHORIZED || reason->kind == ERROR_MEMORY) {
        if (error->kind == ERROR_NONE)
            *error = *reason;
        return false;
    }
    if (status != HTTP_NOT_FOUND)
        error_list_add(&run->terms->report->problems, reason->kind, path, 0, 0, "%s", reason->text);
    return true;
}

static bool list(struct run *run, const char *path, const char *query,
                 bool (*take)(void *, struct json_object *, struct error *), struct error *error)
{
    struct buffer whole = {0};
    struct error reason = {0};
    unsigned status = 0;
    buffer_printf(&whole, "%s%s", path, query);
    buffer_put_char(&whole, '\0');
    struct cluster_list request = {
        .path = whole.bytes, .take = take, .restart = begin_again, .closure = run};
    buffer_reset(&run->last);
    run->is_ordered = true;
    run->is_again = false;
    bool done = !whole.failed && cluster_list(run->cluster, &request, &status, &reason);
    if (whole.failed)
        error_no_memory(&reason);
    buffer_release(&whole);
    return done || can_go_on(run, path, status, &reason, error);
}

static void put_path(struct buffer *path, const struct listed_kind *kind, struct text namespace)
{
    buffer_printf(path, "%s", kind->base);
    if (namespace.len != 0 && kind->is_namespaced)
        buffer_printf(path, "/namespaces/%.*s", TEXT_ARGS(namespace));
    buffer_printf(path, "/%.*s", TEXT_ARGS(kind->resource));
    buffer_put_char(path, '\0');
}

static bool list_kind(struct run *run, const struct listed_kind *kind, struct error *error)
{
    struct text namespace = run->terms->namespace;
    struct buffer path = {0};
    if (namespace.len != 0 && !kind->is_namespaced)
        return true;
    put_path(&path, kind, namespace);
    run->kind = kind;
    bool done = !path.failed || error_no_memory(error);
    done = done && list(run, path.bytes, kind->order == LISTING_POD ? running_pods : "",
                        take_object, error);
    if (done && !run->is_ordered && run->is_again)
        error_list_add(&run->terms->report->problems, ERROR_VALUE, path.bytes, 0, 0,
                       "the list began anew and is in no order: objects may be missing");
    buffer_release(&path);
    return done;
}

static bool list_kinds(struct run *run, const struct discovery *discovery, struct error *error)
{
    for (size_t i = 0; i < discovery->count; i++) {
        if (!list_kind(run, &discovery->kinds[i], error))
            return false;
    }
    return true;
}

/* Without its label the namespace's name decides, which may be another environment: a problem. */
static bool read_namespaces(struct run *run, struct error *error)
{
    struct text namespace = run->terms->namespace;
    struct cluster_answer answer;
    struct error reason = {0};
    char path[512];
    if (namespace.len == 0)
        return list(run, "/api/v1/namespaces", "", take_namespace, error);
    snprintf(path, sizeof path, "/api/v1/namespaces/%.*s", TEXT_ARGS(namespace));
    struct cluster_request request = {.method = CLUSTER_GET, .path = path};
    bool done = cluster_ask(run->cluster, &request, &answer, &reason);
    done = done ? take_namespace(run, answer.root, error)
                : can_go_on(run, path, answer.status, &reason, error);
    json_object_put(answer.root);
    return done;
}

bool audit_cluster(const struct audit_group *group, struct cluster *cluster,
                   const struct audit_progress *progress, struct error *error)
{
    struct run run = {.group = group,
                      .terms = audit_terms(group->items[0]),
                      .cluster = cluster,
                      .progress = progress};
    struct discovery discovery;
    unsigned status;
    discovery_init(&discovery);
    bool done = discovery_ask(&discovery, group, cluster, &status, error) &&
                read_namespaces(&run, error) && list_kinds(&run, &discovery, error);
    discovery_release(&discovery);
    buffer_release(&run.file);
    buffer_release(&run.last);
    buffer_release(&run.next);
    return done;
}
