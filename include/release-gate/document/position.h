/* position.h - where in its file a node of a JSON tree stands. */
#ifndef DOCUMENT_POSITION_H
#define DOCUMENT_POSITION_H

#include <json-c/json.h>
#include <stddef.h>

#include "base/text.h"

/* From 1, the column in bytes; 0: not known (a null has no node, a tree from the network none). */
struct position {
    size_t line;
    size_t column;
};

struct position position_of(struct json_object *node);

/* Where the key itself stands in `object`; {0, 0} if it is not there. */
struct position position_of_key(struct json_object *object, const char *key);

/* For `object[key]`, which may be null: where the value stands, else where its key stands. */
struct position position_of_member(struct json_object *object, const char *key);

#endif
