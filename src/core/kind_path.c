#include "kind_path.h"

#include "core/json_node.h"

/* Where the walk stands. */
struct step {
    struct json_object *node;
    struct text rest;  /* of the path in the kind table */
    struct text taken; /* the concrete path so far */
    size_t lists;      /* how many lists within each other come next */
};

struct route {
    struct image_collector *collector;
    struct text path;
    kind_path_visit *visit;
};

static void follow(const struct route *route, struct step step);

/* A path without lists and wildcards is the same in the table and in the object: no copy. */
static bool is_literal(struct text path)
{
    return text_find(path, '[') == path.len && text_find(path, '*') == path.len;
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
    return collector_member_path(route->collector, taken, name);
}

/* Recursion is as deep as the path has "[]" in one segment. */
static void follow_elements(const struct route *route, struct step step)
{
    if (step.lists == 0) {
        follow(route, step);
        return;
    }
    if (!json_object_is_type(step.node, json_type_array)) {
        collector_add_problem(route->collector, step.taken, step.node, "is not a list");
        return;
    }
    size_t length = json_object_array_length(step.node);
    for (size_t i = 0; i < length && !route->collector->failed; i++) {
        struct step element = {
            .node = json_object_array_get_idx(step.node, i),
            .rest = step.rest,
            .taken = collector_element_path(route->collector, step.taken, i),
            .lists = step.lists - 1,
        };
        follow_elements(route, element);
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
            .taken = collector_member_path(route->collector, step.taken, name),
        };
        follow(route, value);
    }
}

static void follow_member(const struct route *route, struct step step, struct text segment)
{
    struct text name = text_slice(segment, 0, text_find(segment, '['));
    struct step next = {
        .node = json_member_named(step.node, name),
        .rest = step.rest,
        .taken = path_of_member(route, step.taken, name, step.rest),
        .lists = (segment.len - name.len) / 2,
    };
    if (next.node == NULL) {
        if (route->collector->requires_image)
            collector_add_problem(route->collector, next.taken, step.node, "is missing");
        return;
    }
    follow_elements(route, next);
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
