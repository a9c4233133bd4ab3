/* pod_spec.h - the images of one pod spec. */
#ifndef CORE_POD_SPEC_H
#define CORE_POD_SPEC_H

#include <json-c/json.h>
#include <stdbool.h>

#include "image_collector.h"

/* All images of the pod spec `node`, which stands at `path`. */
void pod_spec_collect(struct image_collector *collector, struct text path,
                      struct json_object *node);

/* All images that kustomize's list "images" in `node` sets. */
void overrides_collect(struct image_collector *collector, struct text path,
                       struct json_object *node);

/* True for an object with a list of containers or volumes of which at least one names an image. */
bool pod_spec_is_likely(struct json_object *node);

#endif
