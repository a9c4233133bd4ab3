#include "image_collector.h"

#include <string.h>

#include "base/buffer.h"
#include "core/json_node.h"

enum { FIRST_CAPACITY = 8 };

static const struct {
    const char *field;
    const char *noun;  /* what a message calls an element */
    const char *image; /* where in the element the image stands */
} lists[] = {
    [IMAGE_LIST_NONE] = {"", "field", ""},
    [IMAGE_LIST_CONTAINERS] = {"containers", "container", "image"},
    [IMAGE_LIST_INIT_CONTAINERS] = {"initContainers", "init container", "image"},
    [IMAGE_LIST_EPHEMERAL_CONTAINERS] = {"ephemeralContainers", "ephemeral container", "image"},
    [IMAGE_LIST_VOLUMES] = {"volumes", "volume", "image.reference"},
    [IMAGE_LIST_OVERRIDES] = {"images", "image override", "newTag"},
};

_Static_assert(ARRAY_LEN(lists) == IMAGE_LIST_COUNT, "every list has its row");

static const char *const type_problems[] = {
    [json_type_null] = "is null",
    [json_type_boolean] = "is a boolean, not a string",
    [json_type_double] = "is a number, not a string: quote it",
    [json_type_int] = "is a number, not a string: quote it",
    [json_type_object] = "is an object, not a string",
    [json_type_array] = "is a list, not a string",
};

const char *image_list_noun(enum image_list list)
{
    return lists[list].noun;
}

const char *image_list_field(enum image_list list)
{
    return lists[list].field;
}

const char *image_list_image(enum image_list list)
{
    return lists[list].image;
}

void image_use_put_path(const struct image_use *use, struct buffer *out)
{
    buffer_put(out, use->path);
    if (use->list == IMAGE_LIST_NONE || use->place < IMAGE_PLACE_LIST)
        return;
    buffer_printf(out, "%s%s", use->path.len == 0 ? "" : ".", lists[use->list].field);
    if (use->place < IMAGE_PLACE_ELEMENT)
        return;
    buffer_printf(out, "[%zu]", use->index);
    if (use->place == IMAGE_PLACE_IMAGE)
        buffer_printf(out, ".%s", lists[use->list].image);
}

/* A larger copy of what is full. NULL, with `failed` set, when there is no memory. */
static void *collector_grow(struct image_collector *collector, const void *items, size_t count,
                            size_t *capacity, size_t size)
{
    size_t larger = *capacity == 0 ? FIRST_CAPACITY : *capacity * 2;
    void *copy = arena_take(collector->arena, larger, size);
    if (copy == NULL) {
        collector->failed = true;
        return NULL;
    }
    if (count != 0)
        memcpy(copy, items, count * size);
    *capacity = larger;
    return copy;
}

/* The tree of an embedded text is gone before the judgement. */
static bool copy_texts(struct image_collector *collector, struct image_use *use)
{
    struct text *texts[] = {&use->path, &use->name, &use->image, &use->source};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        if (!arena_copy_text(collector->arena, *texts[i], texts[i]))
            return false;
    }
    use->node = collector->embedding;
    return true;
}

void collector_add(struct image_collector *collector, const struct image_use *use)
{
    if (collector->failed)
        return;
    if (collector->count == collector->capacity) {
        struct image_use *items = collector_grow(collector, collector->items, collector->count,
                                                 &collector->capacity, sizeof *items);
        if (items == NULL)
            return;
        collector->items = items;
    }
    struct image_use *added = &collector->items[collector->count++];
    *added = *use;
    if (collector->embedding != NULL && !copy_texts(collector, added))
        collector->failed = true;
}

/* Nodes of an embedded text are not searched twice, and their memory is used again. */
void collector_mark_visited(struct image_collector *collector, struct json_object *node,
                            bool is_covered)
{
    if (collector->failed || collector->embedding != NULL)
        return;
    if (collector->visited_count == collector->visited_capacity) {
        struct visited *visited =
            collector_grow(collector, collector->visited, collector->visited_count,
                           &collector->visited_capacity, sizeof *visited);
        if (visited == NULL)
            return;
        collector->visited = visited;
    }
    collector->visited[collector->visited_count++] = (struct visited){node, is_covered};
}

struct text collector_keep(struct image_collector *collector, struct buffer *buffer)
{
    struct text copy = {0};
    if (buffer->failed || !arena_copy_text(collector->arena, buffer_text(buffer), &copy))
        collector->failed = true;
    buffer_release(buffer);
    return copy;
}

struct text collector_member_path(struct image_collector *collector, struct text taken,
                                  struct text name)
{
    struct buffer path = {0};
    buffer_printf(&path, "%.*s%s%.*s", TEXT_ARGS(taken), taken.len == 0 ? "" : ".",
                  TEXT_ARGS(name));
    return collector_keep(collector, &path);
}

struct text collector_element_path(struct image_collector *collector, struct text taken,
                                   size_t index)
{
    struct buffer path = {0};
    buffer_printf(&path, "%.*s[%zu]", TEXT_ARGS(taken), index);
    return collector_keep(collector, &path);
}

void collector_add_problem(struct image_collector *collector, struct text path,
                           struct json_object *node, const char *problem)
{
    collector_add(collector, &(struct image_use){.path = path, .node = node, .problem = problem});
}

/* In YAML an unquoted 1.10 is the number 1.1: the reader should see what is left of the tag. */
static const char *number_problem(struct arena *arena, struct json_object *number)
{
    struct buffer problem = {0};
    struct text copy = {0};
    buffer_printf(&problem, "is the number %.15g, not a string: quote it",
                  json_object_get_double(number));
    buffer_put_char(&problem, '\0');
    bool done = !problem.failed && arena_copy_text(arena, buffer_text(&problem), &copy);
    buffer_release(&problem);
    return done ? copy.ptr : type_problems[json_type_double];
}

static const char *type_problem(struct arena *arena, struct json_object *node)
{
    enum json_type type = json_object_get_type(node);
    if (type == json_type_int || type == json_type_double)
        return number_problem(arena, node);
    return type_problems[type];
}

/* An image that is there but not as a string. In custom resources an object under that name is
 * usually a chart's {repository, tag}, which is no image reference. */
void collector_add_not_a_string(struct image_collector *collector, struct image_use *use,
                                struct json_object *image)
{
    enum json_type type = json_object_get_type(image);
    if (!collector->requires_image && (type == json_type_object || type == json_type_array))
        return;
    use->problem = type_problem(collector->arena, image);
    use->node = image;
    collector_add(collector, use);
}

void collector_add_image(struct image_collector *collector, struct image_use *use,
                         struct json_object *image)
{
    if (!json_object_is_type(image, json_type_string)) {
        collector_add_not_a_string(collector, use, image);
        return;
    }
    use->image = json_text(image);
    use->node = image;
    collector_add(collector, use);
}

void collector_add_field(struct image_collector *collector, struct text path,
                         struct json_object *node)
{
    struct image_use use = {.path = path, .place = IMAGE_PLACE_IMAGE};
    if (node != NULL)
        collector_add_image(collector, &use, node);
}
