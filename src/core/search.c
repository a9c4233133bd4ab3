#include "search.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "pod_spec.h"

/* One step of the way from the root, kept on the stack: the path is written out only for what turns
 * out to be a pod spec. */
struct trail {
    const struct trail *parent;
    struct text name; /* of the member; of the root its path; an element has an index only */
    size_t index;
};

enum { SEARCH_MAX_DEPTH = LIMIT_DOCUMENT_DEPTH + 1 };

static void put_trail(struct buffer *out, const struct trail *trail)
{
    if (trail->parent == NULL) {
        buffer_put(out, trail->name);
        return;
    }
    put_trail(out, trail->parent);
    if (trail->name.ptr == NULL) {
        buffer_printf(out, "[%zu]", trail->index);
        return;
    }
    if (out->len != 0)
        buffer_put_char(out, '.');
    buffer_put(out, trail->name);
}

static struct text trail_path(struct image_collector *collector, const struct trail *trail)
{
    struct buffer path = {0};
    put_trail(&path, trail);
    return collector_keep(collector, &path);
}

static void search(struct image_collector *collector, struct json_object *node,
                   const struct trail *trail, unsigned depth);

static bool is_searched(const struct trail *parent, struct text name)
{
    bool is_root = parent->parent == NULL;
    return !is_root || !(text_equal(name, TEXT("metadata")) || text_equal(name, TEXT("status")));
}

static int compare_visited(const void *a, const void *b)
{
    uintptr_t first = (uintptr_t)((const struct visited *)a)->node;
    uintptr_t second = (uintptr_t)((const struct visited *)b)->node;
    return (first > second) - (first < second);
}

/* NULL: no place led to the node. */
static const struct visited *find_visited(const struct image_collector *collector,
                                          struct json_object *node)
{
    struct visited key = {.node = node};
    if (collector->visited_count == 0)
        return NULL;
    return bsearch(&key, collector->visited, collector->visited_count, sizeof key, compare_visited);
}

static void search_members(struct image_collector *collector, struct json_object *object,
                           const struct trail *trail, unsigned depth)
{
    struct json_object_iterator it = json_object_iter_begin(object);
    struct json_object_iterator end = json_object_iter_end(object);
    for (; !json_object_iter_equal(&it, &end); json_object_iter_next(&it)) {
        struct text name = text_from_string(json_object_iter_peek_name(&it));
        struct trail member = {.parent = trail, .name = name};
        if (is_searched(trail, name))
            search(collector, json_object_iter_peek_value(&it), &member, depth);
    }
}

static void search_elements(struct image_collector *collector, struct json_object *list,
                            const struct trail *trail, unsigned depth)
{
    size_t length = json_object_array_length(list);
    for (size_t i = 0; i < length; i++) {
        struct trail element = {.parent = trail, .index = i};
        search(collector, json_object_array_get_idx(list, i), &element, depth);
    }
}

static void search(struct image_collector *collector, struct json_object *node,
                   const struct trail *trail, unsigned depth)
{
    if (collector->failed)
        return;
    if (depth == SEARCH_MAX_DEPTH) {
        collector_add_problem(collector, trail_path(collector, trail), node,
                              "is nested too deeply");
        return;
    }
    if (json_object_is_type(node, json_type_array)) {
        search_elements(collector, node, trail, depth + 1);
        return;
    }
    if (!json_object_is_type(node, json_type_object))
        return;
    const struct visited *visited = find_visited(collector, node);
    if (visited != NULL && visited->is_covered)
        return;
    if (visited == NULL && pod_spec_is_likely(node))
        pod_spec_collect(collector, trail_path(collector, trail), node);
    search_members(collector, node, trail, depth + 1);
}

void search_pod_specs(struct image_collector *collector, struct text path, struct json_object *root)
{
    if (collector->visited_count != 0)
        qsort(collector->visited, collector->visited_count, sizeof *collector->visited,
              compare_visited);
    search(collector, root, &(struct trail){.name = path}, 0);
}
