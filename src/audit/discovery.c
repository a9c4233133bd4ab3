#include "discovery.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/json_node.h"
#include "core/kind.h"

enum { FIRST_CAPACITY = 16 };

void discovery_init(struct discovery *discovery)
{
    *discovery = (struct discovery){0};
    arena_init(&discovery->memory, SIZE_MAX);
}

void discovery_release(struct discovery *discovery)
{
    free(discovery->kinds);
    arena_release(&discovery->memory);
    discovery_init(discovery);
}

/* What is not here names images in a workload of its own: it makes others. */
static const struct {
    const char *group;
    const char *kind;
    enum listing_order order;
} orders[] = {
    {"", "Pod", LISTING_POD},
    {"", "PodTemplate", LISTING_WORKLOAD},
    {"", "ReplicationController", LISTING_MADE},
    {"apps", "Deployment", LISTING_WORKLOAD},
    {"apps", "StatefulSet", LISTING_WORKLOAD},
    {"apps", "DaemonSet", LISTING_WORKLOAD},
    {"apps", "ReplicaSet", LISTING_MADE},
    {"batch", "CronJob", LISTING_WORKLOAD},
    {"batch", "Job", LISTING_MADE},
    /* Old revisions run nothing. */
    {"apps", "ControllerRevision", LISTING_NEVER},
};

static enum listing_order order_of(struct text group, struct text kind)
{
    for (size_t i = 0; i < ARRAY_LEN(orders); i++) {
        if (text_equal(group, text_from_string(orders[i].group)) &&
            text_equal(kind, text_from_string(orders[i].kind)))
            return orders[i].order;
    }
    return LISTING_CUSTOM;
}

/* ---- What is wanted. */

/* A row of the policy's kinds, then of the built-in ones; NULL: there are no more. */
static const struct kind *wanted_kind(const struct policy *policy, size_t index)
{
    size_t count;
    const struct kind *built_in = kind_built_in_table(&count);
    if (index < policy->kind_count)
        return &policy->kinds[index];
    index -= policy->kind_count;
    return index < count ? &built_in[index] : NULL;
}

/* `kind` may be NULL: any of the group. */
static bool policy_wants(const struct policy *policy, struct text group, const struct text *kind)
{
    const struct kind *wanted;
    for (size_t i = 0; (wanted = wanted_kind(policy, i)) != NULL; i++) {
        if (text_equal(wanted->group, group) && (kind == NULL || text_equal(wanted->kind, *kind)))
            return true;
    }
    return false;
}

static bool wants(const struct audit_group *audits, struct text group, const struct text *kind)
{
    for (size_t i = 0; i < audits->count; i++) {
        if (policy_wants(audit_terms(audits->items[i])->policy, group, kind))
            return kind == NULL || order_of(group, *kind) != LISTING_NEVER;
    }
    return false;
}

/* ---- What is served. */

static bool grow(struct discovery *discovery)
{
    size_t capacity = discovery->capacity != 0 ? discovery->capacity * 2 : FIRST_CAPACITY;
    struct listed_kind *kinds = reallocarray(discovery->kinds, capacity, sizeof *kinds);
    if (kinds == NULL)
        return false;
    discovery->kinds = kinds;
    discovery->capacity = capacity;
    return true;
}

static bool can_be_listed(struct json_object *resource)
{
    struct json_object *verbs = json_member(resource, "verbs");
    if (!json_object_is_type(verbs, json_type_array))
        return false;
    for (size_t i = 0; i < json_object_array_length(verbs); i++) {
        if (text_equal(json_text(json_object_array_get_idx(verbs, i)), TEXT("list")))
            return true;
    }
    return false;
}

/* Subresources have a '/' in their name. */
static bool add_resource(struct discovery *discovery, const struct audit_group *audits,
                         struct text group, const char *base, struct json_object *resource)
{
    struct text name = json_member_text(resource, "name");
    struct text kind = json_member_text(resource, "kind");
    if (text_find(name, '/') != name.len || !wants(audits, group, &kind) ||
        !can_be_listed(resource))
        return true;
    if (discovery->count == discovery->capacity && !grow(discovery))
        return false;
    struct listed_kind *listed = &discovery->kinds[discovery->count];
    *listed = (struct listed_kind){
        .order = order_of(group, kind),
        .is_namespaced = json_object_get_boolean(json_member(resource, "namespaced")),
    };
    snprintf(listed->base, sizeof listed->base, "%s", base);
    if (!arena_copy_text(&discovery->memory, group, &listed->group) ||
        !arena_copy_text(&discovery->memory, kind, &listed->kind) ||
        !arena_copy_text(&discovery->memory, name, &listed->resource))
        return false;
    discovery->count++;
    return true;
}

static bool add_resources(struct discovery *discovery, const struct audit_group *audits,
                          struct text group, const char *base, struct json_object *root)
{
    struct json_object *resources = json_member(root, "resources");
    if (!json_object_is_type(resources, json_type_array))
        return true;
    for (size_t i = 0; i < json_object_array_length(resources); i++) {
        if (!add_resource(discovery, audits, group, base, json_object_array_get_idx(resources, i)))
            return false;
    }
    return true;
}

static bool get(struct cluster *cluster, const char *path, struct json_object **root,
                unsigned *status, struct error *error)
{
    struct cluster_request request = {.method = CLUSTER_GET, .path = path};
    struct cluster_answer answer;
    bool done = cluster_ask(cluster, &request, &answer, error);
    *status = answer.status;
    *root = answer.root;
    return done;
}

static bool ask_group(struct discovery *discovery, const struct audit_group *audits,
                      struct cluster *cluster, struct text group, const char *base,
                      unsigned *status, struct error *error)
{
    struct json_object *root;
    bool done = get(cluster, base, &root, status, error);
    if (done && !add_resources(discovery, audits, group, base, root))
        done = error_no_memory(error);
    json_object_put(root);
    return done;
}

static bool ask_groups(struct discovery *discovery, const struct audit_group *audits,
                       struct cluster *cluster, struct json_object *root, unsigned *status,
                       struct error *error)
{
    struct json_object *groups = json_member(root, "groups");
    if (!json_object_is_type(groups, json_type_array))
        return error_set(error, ERROR_VALUE, "/apis: the answer has no groups");
    for (size_t i = 0; i < json_object_array_length(groups); i++) {
        struct json_object *group = json_object_array_get_idx(groups, i);
        struct json_object *preferred = json_member(group, "preferredVersion");
        struct text version = json_member_text(preferred, "groupVersion");
        struct text name = json_member_text(group, "name");
        char base[sizeof((struct listed_kind *)NULL)->base];
        if (!wants(audits, name, NULL))
            continue;
        int length = snprintf(base, sizeof base, "/apis/%.*s", TEXT_ARGS(version));
        if (length < 0 || (size_t)length >= sizeof base)
            continue;
        if (!ask_group(discovery, audits, cluster, name, base, status, error))
            return false;
    }
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct listed_kind *x = a;
    const struct listed_kind *y = b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    int order = text_compare(x->group, y->group);
    return order != 0 ? order : text_compare(x->resource, y->resource);
}

bool discovery_ask(struct discovery *discovery, const struct audit_group *audits,
                   struct cluster *cluster, unsigned *status, struct error *error)
{
    struct json_object *root;
    bool done = get(cluster, "/apis", &root, status, error) &&
                ask_groups(discovery, audits, cluster, root, status, error) &&
                ask_group(discovery, audits, cluster, TEXT(""), "/api/v1", status, error);
    json_object_put(root);
    if (done && discovery->count != 0)
        qsort(discovery->kinds, discovery->count, sizeof *discovery->kinds, compare);
    return done;
}
