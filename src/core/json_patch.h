/* json_patch.h - what a JSON patch (RFC 6902) sets, as far as a search of its values misses it. */
#ifndef CORE_JSON_PATCH_H
#define CORE_JSON_PATCH_H

#include <json-c/json.h>

#include "image_collector.h"

/* Images that operations of the list `node` set by the name of their target: "/spec/image",
 * "/spec/containers/0/image", a container or a list of them. Anything else than a list of
 * operations has none. */
void json_patch_collect(struct image_collector *collector, struct text path,
                        struct json_object *node);

#endif
