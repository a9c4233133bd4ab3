/* embedded_text.h - places where YAML stands in a string. */
#ifndef CORE_EMBEDDED_TEXT_H
#define CORE_EMBEDDED_TEXT_H

#include <json-c/json.h>

#include "image_collector.h"

/* Helm values as text: as helm_values_collect() of what they say. */
void embedded_values_collect(struct image_collector *collector, struct text path,
                             struct json_object *node);

/* An object, a part of one or a JSON patch as text: whatever in it looks like a pod spec. */
void embedded_manifest_collect(struct image_collector *collector, struct text path,
                               struct json_object *node);

/* A text that nothing can be said of; an empty one says nothing. */
void opaque_text_collect(struct image_collector *collector, struct text path,
                         struct json_object *node);

#endif
