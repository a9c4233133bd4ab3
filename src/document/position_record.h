/* position_record.h - how the readers write down where a node stands. */
#ifndef DOCUMENT_POSITION_RECORD_H
#define DOCUMENT_POSITION_RECORD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/check.h"
#include "document/position.h"

/* Notes where `node` stands; a null has no node and is skipped. Call it before the first
 * position_record_key() on an object. With `arena` NULL nothing is kept, and that is no failure.
 * False when there is no memory. */
MUST_CHECK bool position_record(struct arena *arena, struct json_object *node,
                                struct position position);

/* Notes where the key stands that was added to `object` last. */
MUST_CHECK bool position_record_key(struct arena *arena, struct json_object *object,
                                    struct position position);

/* Where the key number `index` of `object` stands, in the order of insertion. */
struct position position_recorded_key(struct json_object *object, size_t index);

#endif
