/* json.h - strict JSON (RFC 8259) into a json-c tree: the one way in for JSON bytes. */
#ifndef DOCUMENT_JSON_H
#define DOCUMENT_JSON_H

#include <json-c/json.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"

/* Reads exactly one value with nothing but white space around it. Refused, with line and column:
 * bytes that are not UTF-8 (RFC 3629: no surrogates, no overlong forms), a byte order mark, a lone
 * \uD800-\uDFFF, control characters in strings, numbers that are not RFC 8259 or that no double
 * can hold, nesting over LIMIT_DOCUMENT_DEPTH, anything after the value. NUL is kept in strings
 * (read them with json_object_get_string_len) and refused in keys, which json-c would cut.
 *
 * A key that stands twice in one object is read as the API server's decoder reads it into a typed
 * object (Go, encoding/json): objects are merged, lists are merged element by element and cut to
 * the length of the last, a scalar replaces. A null never erases what was there, so that no image
 * can be hidden. Each repeated key is added to `repeated_keys`.
 *
 * `positions` (may be NULL: none are kept) holds the positions of the nodes and must outlive the
 * tree. `repeated_keys` may be NULL. On success `*root` is the caller's to json_object_put(), and
 * is NULL for the JSON text "null". On failure it is NULL. */
MUST_CHECK bool json_read(struct text bytes, struct arena *positions,
                          struct error_list *repeated_keys, struct json_object **root,
                          struct error *error);

/* The same for bytes from the network, without positions: at most `max_containers` objects and
 * lists, each of which takes far more memory than its two bytes. */
MUST_CHECK bool json_read_bounded(struct text bytes, size_t max_containers,
                                  struct json_object **root, struct error *error);

#endif
