#include "json_window.h"

#include <stdlib.h>
#include <string.h>

enum {
    CHUNK_BYTES = 256 << 10,
    MAX_BYTES = 64 << 20, /* of one value: an API server stores 1.5 MiB */
};

void json_window_init(struct json_window *window, const struct manifest_source *source)
{
    *window = (struct json_window){.source = source, .position = {1, 1}};
}

void json_window_release(struct json_window *window)
{
    free(window->bytes);
    window->bytes = NULL;
}

struct text json_window_text(const struct json_window *window)
{
    return (struct text){window->bytes + window->start, window->end - window->start};
}

void json_window_skip(struct json_window *window, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        window->position.column++;
        if (window->bytes[window->start + i] == '\n')
            window->position = (struct position){window->position.line + 1, 1};
    }
    window->start += count;
}

/* ---- Filling. */

static bool make_room(struct json_window *window, struct error *error)
{
    if (window->capacity - window->end >= CHUNK_BYTES)
        return true;
    if (window->start != 0) {
        memmove(window->bytes, window->bytes + window->start, window->end - window->start);
        window->end -= window->start;
        window->start = 0;
    }
    if (window->capacity - window->end >= CHUNK_BYTES)
        return true;
    if (window->end > MAX_BYTES)
        return error_set_at(error, ERROR_LIMIT, window->position.line, window->position.column,
                            "an object of more than %d MiB", MAX_BYTES >> 20);
    size_t capacity = window->capacity * 2 + CHUNK_BYTES;
    char *bytes = realloc(window->bytes, capacity);
    if (bytes == NULL)
        return error_no_memory(error);
    window->bytes = bytes;
    window->capacity = capacity;
    return true;
}

/* Whether there is a byte `at` behind the start. False with an error if that cannot be said. */
static bool has_byte(struct json_window *window, size_t at, bool *has, struct error *error)
{
    while (window->end - window->start <= at && !window->is_at_end) {
        size_t got = 0;
        if (!make_room(window, error) ||
            !window->source->read(window->source->closure, window->bytes + window->end, CHUNK_BYTES,
                                  &got, error))
            return false;
        window->end += got;
        window->is_at_end = got == 0;
    }
    *has = window->end - window->start > at;
    return true;
}

/* '\0' behind the end. */
static bool byte_at(struct json_window *window, size_t at, char *byte, struct error *error)
{
    bool has = false;
    if (window->end - window->start <= at && !has_byte(window, at, &has, error))
        return false;
    *byte = window->end - window->start > at ? window->bytes[window->start + at] : '\0';
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool skip_spaces(struct json_window *window, size_t *at, char *byte, struct error *error)
{
    if (!byte_at(window, *at, byte, error))
        return false;
    while (is_space(*byte)) {
        if (!byte_at(window, ++*at, byte, error))
            return false;
    }
    return true;
}

bool json_window_peek(struct json_window *window, char *first, struct error *error)
{
    do {
        if (!byte_at(window, 0, first, error))
            return false;
        if (is_space(*first))
            json_window_skip(window, 1);
    } while (is_space(*first));
    return true;
}

/* ---- Brackets. */

static bool is_at_end(const struct json_window *window, size_t at)
{
    return window->is_at_end && window->end - window->start <= at;
}

/* Behind the quote that closes the string whose inside begins at `*at`. */
static bool pass_string(struct json_window *window, size_t *at, struct error *error)
{
    char byte;
    do {
        if (!byte_at(window, (*at)++, &byte, error))
            return false;
        if (byte == '\\')
            (*at)++;
    } while (byte != '"' && !is_at_end(window, *at));
    return true;
}

static bool fail_unclosed(const struct json_window *window, struct error *error)
{
    return error_set_at(error, ERROR_SYNTAX, window->position.line, window->position.column,
                        "the text ends within the object that begins here");
}

bool json_window_measure(struct json_window *window, size_t *length, struct error *error)
{
    size_t depth = 0;
    size_t at = 0;
    char byte;
    do {
        if (!byte_at(window, at++, &byte, error))
            return false;
        if (byte == '"' && !pass_string(window, &at, error))
            return false;
        depth += byte == '{' || byte == '[' ? 1 : 0;
        depth -= byte == '}' || byte == ']' ? 1 : 0;
        if (is_at_end(window, at - 1))
            return fail_unclosed(window, error);
    } while (depth != 0);
    *length = at;
    return true;
}

/* Whether what stands at `from`, up to `to`, is the key "items": kubectl's decoder takes any case.
 */
static bool is_items(const struct json_window *window, size_t from, size_t to)
{
    struct text key = text_slice(json_window_text(window), from, to);
    return text_equal_ignoring_case(key, TEXT("\"items\""));
}

/* Behind a key of the outermost object: whether a list comes, whose '[' is then passed. */
static bool pass_list_start(struct json_window *window, size_t *at, bool *is_list,
                            struct error *error)
{
    size_t next = *at;
    char byte;
    if (!skip_spaces(window, &next, &byte, error))
        return false;
    if (byte != ':')
        return true;
    next++;
    if (!skip_spaces(window, &next, &byte, error))
        return false;
    *is_list = byte == '[';
    if (*is_list)
        *at = next + 1;
    return true;
}

/* Goes on from `*at`, which is within `depth` brackets. */
static bool find(struct json_window *window, size_t depth, size_t *at, bool *has_items,
                 struct error *error)
{
    char byte;
    *has_items = false;
    do {
        size_t from = *at;
        if (!byte_at(window, (*at)++, &byte, error))
            return false;
        if (byte == '"' && !pass_string(window, at, error))
            return false;
        if (byte == '"' && depth == 1 && is_items(window, from, *at) &&
            !pass_list_start(window, at, has_items, error))
            return false;
        depth += byte == '{' || byte == '[' ? 1 : 0;
        depth -= byte == '}' || byte == ']' ? 1 : 0;
        if (is_at_end(window, *at - 1))
            return fail_unclosed(window, error);
    } while (depth != 0 && !*has_items);
    return true;
}

bool json_window_find_items(struct json_window *window, size_t *length, bool *has_items,
                            struct error *error)
{
    *length = 0;
    return find(window, 0, length, has_items, error);
}

bool json_window_find_rest(struct json_window *window, size_t *length, bool *has_items,
                           struct error *error)
{
    *length = 0;
    return find(window, 2, length, has_items, error);
}
