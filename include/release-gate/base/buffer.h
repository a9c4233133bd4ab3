/* buffer.h - output that grows; append freely, ask once whether all of it fitted. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "base/text.h"

/* After the first failure (no memory, or past `max_bytes`) everything appended is dropped and
 * `failed` stays true: what is in the buffer is then incomplete and must not be sent. */
struct buffer {
    char *bytes;
    size_t len;
    size_t capacity;
    size_t max_bytes; /* 0: no limit */
    bool failed;
};

/* `= {0}` is an empty buffer without limit too. */
void buffer_init(struct buffer *buffer, size_t max_bytes);

/* Empties it, forgets a failure and keeps the memory. */
void buffer_reset(struct buffer *buffer);
void buffer_release(struct buffer *buffer);

void buffer_put(struct buffer *buffer, struct text text);
void buffer_put_char(struct buffer *buffer, char c);
void buffer_put_number(struct buffer *buffer, uint64_t number);
void buffer_printf(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

/* Borrowed from the buffer until the next append. Empty after a failure. */
struct text buffer_text(const struct buffer *buffer);

/* The bytes, NUL-terminated, are the caller's to free(); `*len` (may be NULL) is without the
 * terminator and the buffer is empty. NULL after a failure. */
MUST_CHECK char *buffer_take(struct buffer *buffer, size_t *len);

#endif
