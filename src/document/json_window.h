/* json_window.h - the part of a JSON text that is looked at, filled as needed. */
#ifndef DOCUMENT_JSON_WINDOW_H
#define DOCUMENT_JSON_WINDOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "document/manifest_stream.h"
#include "document/position.h"

struct json_window {
    const struct manifest_source *source;
    char *bytes;
    size_t start; /* what stands before was skipped */
    size_t end;
    size_t capacity;
    bool is_at_end;           /* of the source */
    struct position position; /* of `start` in the whole text */
};

void json_window_init(struct json_window *window, const struct manifest_source *source);
void json_window_release(struct json_window *window);

/* What is there, from the first byte that was not skipped; until the next call. */
struct text json_window_text(const struct json_window *window);

void json_window_skip(struct json_window *window, size_t count);

/* Skips white space; the byte that comes then, '\0' at the end. */
MUST_CHECK bool json_window_peek(struct json_window *window, char *first, struct error *error);

/* How many bytes the value has with which the window begins, as its brackets say; all of it is then
 * in the window. Whether it is JSON only a reader can tell. */
MUST_CHECK bool json_window_measure(struct json_window *window, size_t *length,
                                    struct error *error);

/* The window begins with an object. If it has a member "items" that is a list, `*length` is up to
 * and with its '['; else that of the object. */
MUST_CHECK bool json_window_find_items(struct json_window *window, size_t *length, bool *has_items,
                                       struct error *error);

/* The same from the ']' of the items on, up to the end of the object or further items. */
MUST_CHECK bool json_window_find_rest(struct json_window *window, size_t *length, bool *has_items,
                                      struct error *error);

#endif
