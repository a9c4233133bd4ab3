/* image_collector.h - the list of image uses while an object is walked. */
#ifndef CORE_IMAGE_COLLECTOR_H
#define CORE_IMAGE_COLLECTOR_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "core/kind.h"
#include "core/workload.h"

/* A node that a place led to. */
struct visited {
    struct json_object *node;
    bool is_covered; /* with all that is in it; else only as a pod spec */
};

/* A list in the making. */
struct image_collector {
    struct arena *arena;
    const struct kind_place *place; /* that is being followed; NULL in a search */
    embedded_read *read_yaml;       /* NULL: texts are not read */
    struct json_object *embedding;  /* the string that is being read as YAML; NULL: none */
    struct visited *visited;        /* what a search need not look at any more */
    size_t visited_count;
    size_t visited_capacity;
    struct image_use *items;
    size_t count;
    size_t capacity;
    bool requires_image; /* as in struct kind */
    bool failed;         /* no memory; sticky */
};

void collector_add(struct image_collector *collector, const struct image_use *use);

/* A search is to leave the node out: what it names is in the list. */
void collector_mark_visited(struct image_collector *collector, struct json_object *node,
                            bool is_covered);

/* "taken.name" and "taken[3]", in the arena; empty, with `failed` set, when there is no memory. */
struct text collector_member_path(struct image_collector *collector, struct text taken,
                                  struct text name);
struct text collector_element_path(struct image_collector *collector, struct text taken,
                                   size_t index);

/* What was put together, copied to the arena; releases the buffer. Empty as above. */
struct text collector_keep(struct image_collector *collector, struct buffer *buffer);

/* A place that cannot be followed further: `path` itself has the problem. */
void collector_add_problem(struct image_collector *collector, struct text path,
                           struct json_object *node, const char *problem);

/* The image of one element; `use` says where it stands. */
void collector_add_image(struct image_collector *collector, struct image_use *use,
                         struct json_object *image);

/* The same for something that is there and is no string. */
void collector_add_not_a_string(struct image_collector *collector, struct image_use *use,
                                struct json_object *image);

/* A string that is an image reference by itself, outside of any pod spec. */
void collector_add_field(struct image_collector *collector, struct text path,
                         struct json_object *node);

#endif
