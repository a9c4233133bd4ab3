/* image_collector.h - the list of image uses while an object is walked. */
#ifndef CORE_IMAGE_COLLECTOR_H
#define CORE_IMAGE_COLLECTOR_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "core/workload.h"

/* A list in the making. */
struct image_collector {
    struct arena *arena;
    struct image_use *items;
    size_t count;
    size_t capacity;
    bool requires_image; /* as in struct kind */
    bool failed;         /* no memory; sticky */
};

void collector_add(struct image_collector *collector, const struct image_use *use);

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
