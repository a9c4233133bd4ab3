#include "kind_path.h"

#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "core/json_node.h"

/* Where the walk stands. */
struct step {
    struct json_object *node;
    struct text rest;  /* of the path in the kind table */
    struct text taken; /* the concrete path so far */
};

struct route {
    struct image_collector *collector;
    struct text path;
    kind_path_visit *visit;
};

static void follow(const struct route *route, struct step step);

/* json-c looks keys up as strings; the segments of a path are slices. */
static struct json_object *member_named(struct json_object *object, struct text name)
{
    char key[LIMIT_PATH_SEGMENT_BYTES + 1];
    if (name.len >= sizeof key)
        return NULL;
    memcpy(key, name.ptr, name.len);
    key[name.len] = '\0';
    return json_member(object, key);
}

/* A path without lists and wildcards is the same in the table and in the object: no copy. */
static bool is_literal(struct text path)
{
    return text_find(path, '[') == path.len && text_find(path, '*') == path.len;
}

static struct text keep(const struct route *route, struct buffer *path)
{
    struct text copy = {0};
    if (path->failed || !arena_copy_text(route->collector->arena, buffer_text(path), &copy))
        route->collector->failed = true;
    buffer_release(path);
    return copy;
}

static struct text with_member(const struct route *route, struct text taken, struct text name)
{
    struct buffer path = {0};
    buffer_printf(&path, "%.*s.%.*s", TEXT_ARGS(taken), TEXT_ARGS(name));
    return keep(route, &path);
}

static struct text with_index(const struct route *route, struct text taken, size_t index)
{
    struct buffer path = {0};
    buffer_printf(&path, "%.*s[%zu]", TEXT_ARGS(taken), index);
    return keep(route, &path);
}

static struct text path_of_member(const struct route *route, struct text taken, struct text name,
                                  struct text rest)
{
    if (is_literal(route->path)) {
        size_t len = rest.ptr == NULL ? route->path.len : (size_t)(rest.ptr - route->path.ptr) - 1;
        return text_slice(route->path, 0, len);
    }
    if (taken.len == 0)
        return name;
    return with_member(route, taken, name);
}

static void follow_elements(const struct route *route, struct step step)
{
    if (!json_object_is_type(step.node, json_type_array)) {
        collector_add_problem(route->collector, step.taken, step.node, "is not a list");
        return;
    }
    size_t length = json_object_array_length(step.node);
    for (size_t i = 0; i < length && !route->collector->failed; i++) {
        struct step element = {
            .node = json_object_array_get_idx(step.node, i),
            .rest = step.rest,
            .taken = with_index(route, step.taken, i),
        };
        follow(route, element);
    }
}

static void follow_values(const struct route *route, struct step step)
{
    struct json_object_iterator it = json_object_iter_begin(step.node);
    struct json_object_iterator end = json_object_iter_end(step.node);
    for (; !json_object_iter_equal(&it, &end) && !route->collector->failed;
         json_object_iter_next(&it)) {
        struct text name = text_from_string(json_object_iter_peek_name(&it));
        struct step value = {
            .node = json_object_iter_peek_value(&it),
            .rest = step.rest,
            .taken = with_member(route, step.taken, name),
        };
        follow(route, value);
    }
}

static void follow_member(const struct route *route, struct step step, struct text segment)
{
    bool is_list = text_ends_with(segment, TEXT("[]"));
    struct text name = is_list ? text_slice(segment, 0, segment.len - 2) : segment;
    struct step next = {
        .node = member_named(step.node, name),
        .rest = step.rest,
        .taken = path_of_member(route, step.taken, name, step.rest),
    };
    if (next.node == NULL) {
        if (route->collector->requires_image)
            collector_add_problem(route->collector, next.taken, step.node, "is missing");
        return;
    }
    if (is_list)
        follow_elements(route, next);
    else
        follow(route, next);
}

/* Recursion is as deep as the path is long, not as the object. */
static void follow(const struct route *route, struct step step)
{
    if (step.rest.len == 0) {
        route->visit(route->collector, step.taken, step.node);
        return;
    }
    if (!json_object_is_type(step.node, json_type_object)) {
        collector_add_problem(route->collector, step.taken, step.node, "is not an object");
        return;
    }
    struct text segment = text_cut(&step.rest, '.');
    if (text_equal(segment, TEXT("*")))
        follow_values(route, step);
    else
        follow_member(route, step, segment);
}

void kind_path_follow(struct image_collector *collector, struct json_object *object,
                      struct text path, kind_path_visit *visit)
{
    struct route route = {.collector = collector, .path = path, .visit = visit};
    follow(&route, (struct step){.node = object, .rest = path});
}
