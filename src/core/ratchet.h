/* ratchet.h - what an object ran before: an image that stays is not denied anew. */
#ifndef CORE_RATCHET_H
#define CORE_RATCHET_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/check.h"
#include "core/kind.h"
#include "core/workload.h"

/* The images of the old object, in the order of the object and sorted. Empty: there was none. */
struct ratchet {
    struct image_uses before;
    const struct image_use **sorted; /* made when an image does not stand where it stood */
    struct arena *arena;
};

/* False when there is no memory. */
MUST_CHECK bool ratchet_init(struct ratchet *ratchet, struct json_object *old_object,
                             const struct kind *kind, embedded_read *read_yaml,
                             struct arena *arena);

/* True if the container of the same name in the same list had this image; `position` is where the
 * use stands in its own object, which is where it usually stood before. False when there is no
 * memory to look: then the image counts as new. */
bool ratchet_holds(struct ratchet *ratchet, const struct image_use *use, size_t position);

#endif
