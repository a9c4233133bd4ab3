#include "base/buffer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Most messages, lines and answers fit. */
enum { FIRST_CAPACITY = 512 };

void buffer_init(struct buffer *buffer, size_t max_bytes)
{
    *buffer = (struct buffer){.max_bytes = max_bytes};
}

void buffer_reset(struct buffer *buffer)
{
    if (buffer == NULL)
        return;
    buffer->len = 0;
    buffer->failed = false;
}

void buffer_release(struct buffer *buffer)
{
    if (buffer == NULL)
        return;
    free(buffer->bytes);
    *buffer = (struct buffer){.max_bytes = buffer->max_bytes};
}

static bool fail(struct buffer *buffer)
{
    buffer->failed = true;
    return false;
}

static bool grow(struct buffer *buffer, size_t needed)
{
    size_t capacity = FIRST_CAPACITY;
    if (buffer->capacity >= FIRST_CAPACITY &&
        __builtin_mul_overflow(buffer->capacity, 2, &capacity))
        return fail(buffer);
    if (capacity < needed)
        capacity = needed;

    char *bytes = realloc(buffer->bytes, capacity);
    if (bytes == NULL)
        return fail(buffer);
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

/* Room for `more` bytes and a terminator. */
static bool reserve(struct buffer *buffer, size_t more)
{
    size_t len;
    size_t needed;
    if (buffer->failed)
        return false;
    if (__builtin_add_overflow(buffer->len, more, &len) || __builtin_add_overflow(len, 1, &needed))
        return fail(buffer);
    if (buffer->max_bytes != 0 && len > buffer->max_bytes)
        return fail(buffer);
    return needed <= buffer->capacity || grow(buffer, needed);
}

void buffer_put(struct buffer *buffer, struct text text)
{
    if (text.len == 0 || !reserve(buffer, text.len))
        return;
    memcpy(buffer->bytes + buffer->len, text.ptr, text.len);
    buffer->len += text.len;
}

void buffer_put_char(struct buffer *buffer, char c)
{
    buffer_put(buffer, (struct text){&c, 1});
}

void buffer_put_number(struct buffer *buffer, uint64_t number)
{
    buffer_printf(buffer, "%" PRIu64, number);
}

/* Writes what fits between `len` and `capacity`, and returns the length of all. */
static int print(struct buffer *buffer, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

static int print(struct buffer *buffer, const char *format, va_list arguments)
{
    size_t room = buffer->capacity - buffer->len;
    return vsnprintf(room != 0 ? buffer->bytes + buffer->len : NULL, room, format, arguments);
}

/* Most of what is printed fits into the room that is there, and so is formatted once. */
void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    if (buffer->failed)
        return;
    va_start(arguments, format);
    int len = print(buffer, format, arguments);
    va_end(arguments);
    size_t room = buffer->capacity - buffer->len;
    if (len < 0)
        buffer->failed = true;
    if (len <= 0 || !reserve(buffer, (size_t)len))
        return;

    if ((size_t)len >= room) {
        va_start(arguments, format);
        print(buffer, format, arguments);
        va_end(arguments);
    }
    buffer->len += (size_t)len;
}

struct text buffer_text(const struct buffer *buffer)
{
    if (buffer->failed)
        return (struct text){0};
    return (struct text){buffer->bytes, buffer->len};
}

char *buffer_take(struct buffer *buffer, size_t *len)
{
    if (len != NULL)
        *len = 0;
    if (!reserve(buffer, 0))
        return NULL;

    char *bytes = buffer->bytes;
    bytes[buffer->len] = '\0';
    if (len != NULL)
        *len = buffer->len;
    *buffer = (struct buffer){.max_bytes = buffer->max_bytes};
    return bytes;
}
