/* exact_names.h - field names that a reader of Go's encoding/json takes in any letters. */
#ifndef CORE_EXACT_NAMES_H
#define CORE_EXACT_NAMES_H

#include <json-c/json.h>

#include "image_collector.h"

/* For an object that the API server keeps as it is, and a controller reads as a workload with its
 * pod template in `spec.template`: each name on the way to an image is a problem if it is written
 * in other letters ("Containers"). The API server itself knows names in their own letters only. */
void exact_names_collect(struct image_collector *collector, struct text path,
                         struct json_object *node);

#endif
