/* json.h - strict JSON (RFC 8259) into a json-c tree: the one way in for JSON bytes. */
#ifndef DOCUMENT_JSON_H
#define DOCUMENT_JSON_H

#include <json-c/json.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "core/wanted.h"

/* Reads exactly one value with nothing but white space around it. Refused, with line and column:
 * bytes that are not UTF-8 (RFC 3629: no surrogates, no overlong forms), a byte order mark, a lone
 * \uD800-\uDFFF, control characters in strings, numbers that are not RFC 8259 or that no double
 * can hold, nesting over LIMIT_DOCUMENT_DEPTH, anything after the value. NUL is kept in strings
 * (read them with json_object_get_string_len) and refused in keys, which json-c would cut.
 *
 * Of a key that stands twice in one object the last one counts, as for kubectl, which reads into
 * maps (Go, encoding/json). Each repeated key is added to `repeated_keys`.
 *
 * `positions` (may be NULL: none are kept) holds the positions of the nodes and must outlive the
 * tree. `repeated_keys` may be NULL. On success `*root` is the caller's to json_object_put(), and
 * is NULL for the JSON text "null". On failure it is NULL. */
MUST_CHECK bool json_read(struct text bytes, struct arena *positions,
                          struct error_list *repeated_keys, struct json_object **root,
                          struct error *error);

/* What of a text to make nodes of, and how many at most. */
struct json_selection {
    const struct wanted *wanted;
    const void *context;   /* of its choices */
    size_t max_containers; /* objects and lists, each of which takes far more than its two bytes */
};

/* The same for bytes from the network, without positions: all of the text is held to the rules
 * above, and only what is wanted is in the tree.
 *
 * A key that stands twice in one object is read as the API server's decoder reads it into a typed
 * object: objects are merged, lists are merged element by element and cut to the length of the
 * last, a scalar replaces. A null never erases what was there, so that no image can be hidden. A
 * text in which a wanted object repeats a key is read as a whole: a choice that depends on another
 * member could be wrong once that one changes. */
MUST_CHECK bool json_read_selection(struct text bytes, const struct json_selection *selection,
                                    struct json_object **root, struct error *error);

#endif
