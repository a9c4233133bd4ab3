/* manifest_json.h - JSON values that follow each other in one text. */
#ifndef DOCUMENT_MANIFEST_JSON_H
#define DOCUMENT_MANIFEST_JSON_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "document/position.h"

/* What is left to read. */
struct json_values {
    struct text rest;
    struct position start; /* of `rest` in the whole text */
};

void json_values_init(struct json_values *values, struct text bytes);

/* The byte that the next value begins with; '\0': there is none. */
char json_values_peek(struct json_values *values);

/* Reads the next value as json_read does, all positions being those in the whole text. Where it
 * ends is told by its brackets. Call json_values_peek before. */
MUST_CHECK bool json_values_next(struct json_values *values, struct arena *positions,
                                 struct error_list *repeated_keys, struct json_object **root,
                                 struct error *error);

#endif
