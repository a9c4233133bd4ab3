/* kind_path.h - follows the paths of a kind (core/kind.h) through an object. */
#ifndef CORE_KIND_PATH_H
#define CORE_KIND_PATH_H

#include <json-c/json.h>

#include "pod_spec.h"

/* What to do with each place that a path leads to. */
typedef void kind_path_visit(struct image_collector *collector, struct text path,
                             struct json_object *node);

/* Calls `visit` for every place, with its path as it is in this object ("spec.tasks[2].template").
 * What is missing on the way is a problem for a kind that requires images and nothing to visit for
 * others; what is there and of the wrong type is always a problem. */
void kind_path_follow(struct image_collector *collector, struct json_object *object,
                      struct text path, kind_path_visit *visit);

#endif
