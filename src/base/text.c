#include "base/text.h"

#include <limits.h>
#include <string.h>

#include "base/ascii.h"

struct text text_from_string(const char *string)
{
    return (struct text){string, string != NULL ? strlen(string) : 0};
}

int text_printf_length(struct text text)
{
    return text.len < INT_MAX ? (int)text.len : INT_MAX;
}

/* An empty text may have a NULL pointer, which memcmp must not see. */
static bool bytes_equal(const char *a, const char *b, size_t len)
{
    return len == 0 || memcmp(a, b, len) == 0;
}

bool text_equal(struct text a, struct text b)
{
    return a.len == b.len && bytes_equal(a.ptr, b.ptr, a.len);
}

bool text_equal_ignoring_case(struct text a, struct text b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (ascii_to_lower(a.ptr[i]) != ascii_to_lower(b.ptr[i]))
            return false;
    }
    return true;
}

bool text_starts_with(struct text text, struct text prefix)
{
    return text.len >= prefix.len && bytes_equal(text.ptr, prefix.ptr, prefix.len);
}

bool text_ends_with(struct text text, struct text suffix)
{
    return text.len >= suffix.len &&
           text_equal(text_slice(text, text.len - suffix.len, text.len), suffix);
}

bool text_contains(struct text text, struct text part)
{
    if (part.len == 0)
        return true;
    for (size_t at = 0; at < text.len && part.len <= text.len - at; at++) {
        if (memcmp(text.ptr + at, part.ptr, part.len) == 0)
            return true;
    }
    return false;
}

int text_compare(struct text a, struct text b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common != 0 ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

struct text text_slice(struct text text, size_t from, size_t to)
{
    if (to > text.len)
        to = text.len;
    if (from > to)
        from = to;
    return (struct text){text.len != 0 ? text.ptr + from : text.ptr, to - from};
}

size_t text_find(struct text text, char byte)
{
    const char *found = text.len != 0 ? memchr(text.ptr, byte, text.len) : NULL;
    return found != NULL ? (size_t)(found - text.ptr) : text.len;
}

size_t text_find_last(struct text text, char byte)
{
    for (size_t end = text.len; end > 0; end--) {
        if (text.ptr[end - 1] == byte)
            return end - 1;
    }
    return text.len;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct text text_trim_blanks(struct text text)
{
    size_t from = 0;
    size_t to = text.len;
    while (from < to && is_blank(text.ptr[from]))
        from++;
    while (to > from && is_blank(text.ptr[to - 1]))
        to--;
    return text_slice(text, from, to);
}

struct text text_cut(struct text *rest, char separator)
{
    struct text all = *rest;
    size_t at = text_find(all, separator);
    if (at == all.len) {
        *rest = (struct text){0};
        return all;
    }
    *rest = text_slice(all, at + 1, all.len);
    return text_slice(all, 0, at);
}

bool text_list_holds(const struct text_list *list, struct text value)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i], value))
            return true;
    }
    return false;
}

bool text_lists_meet(const struct text_list *a, const struct text_list *b)
{
    for (size_t i = 0; i < a->count; i++) {
        if (text_list_holds(b, a->items[i]))
            return true;
    }
    return false;
}
