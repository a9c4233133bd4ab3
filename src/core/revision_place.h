/* revision_place.h - the revision that a place of a kind names. */
#ifndef CORE_REVISION_PLACE_H
#define CORE_REVISION_PLACE_H

#include <json-c/json.h>

#include "image_collector.h"

/* The first of the place's fields that `owner`, which stands at `path`, has. */
void revision_place_collect(struct image_collector *collector, struct text path,
                            struct json_object *owner);

#endif
