#include "core/workload.h"

#include "base/limits.h"
#include "core/json_node.h"
#include "kind_path.h"
#include "pod_spec.h"

/* One step of the way from the root, kept on the stack: the path is written out only for what turns
 * out to be a pod spec. */
struct trail {
    const struct trail *parent;
    struct text name; /* of the member; an element of a list has none, but an index */
    size_t index;
};

enum { SEARCH_MAX_DEPTH = LIMIT_DOCUMENT_DEPTH + 1 };

static void put_trail(struct buffer *out, const struct trail *trail)
{
    if (trail->parent == NULL)
        return;
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
    struct text path = {0};
    struct buffer buffer = {0};
    put_trail(&buffer, trail);
    if (buffer.failed || !arena_copy_text(collector->arena, buffer_text(&buffer), &path))
        collector->failed = true;
    buffer_release(&buffer);
    return path;
}

static void search(struct image_collector *collector, struct json_object *node,
                   const struct trail *trail, unsigned depth);

/* metadata is the API server's and status the controller's: neither runs anything. */
static bool is_searched(const struct trail *parent, struct text name)
{
    bool is_root = parent->parent == NULL;
    return !is_root || !(text_equal(name, TEXT("metadata")) || text_equal(name, TEXT("status")));
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
    if (pod_spec_is_likely(node))
        pod_spec_collect(collector, trail_path(collector, trail), node);
    search_members(collector, node, trail, depth + 1);
}

bool workload_images(struct json_object *object, const struct kind *kind, struct arena *arena,
                     struct image_uses *uses)
{
    struct image_collector collector = {.arena = arena};
    if (kind == NULL) {
        search(&collector, object, &(struct trail){0}, 0);
    } else {
        collector.requires_image = kind->requires_image;
        for (size_t i = 0; i < kind->pod_spec_count; i++)
            kind_path_follow(&collector, object, kind->pod_specs[i], pod_spec_collect);
        for (size_t i = 0; i < kind->image_count; i++)
            kind_path_follow(&collector, object, kind->images[i], collector_add_field);
        for (size_t i = 0; i < kind->override_count; i++)
            kind_path_follow(&collector, object, kind->overrides[i], overrides_collect);
    }
    *uses = (struct image_uses){.items = collector.items, .count = collector.count};
    return !collector.failed;
}
