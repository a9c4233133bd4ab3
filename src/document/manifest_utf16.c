#include "manifest_utf16.h"

#include <stdint.h>

#include "base/utf16.h"
#include "base/utf8.h"

enum { MARK_BYTES = 2, UNIT_BYTES = 2 };

struct units {
    struct text rest;
    size_t high; /* offset of a unit's high byte */
};

/* False at the end, and where half a unit stands. */
static bool next_unit(struct units *units, uint32_t *unit)
{
    if (units->rest.len < UNIT_BYTES)
        return false;
    uint32_t high = (unsigned char)units->rest.ptr[units->high];
    *unit = high << 8 | (unsigned char)units->rest.ptr[1 - units->high];
    units->rest = text_slice(units->rest, UNIT_BYTES, units->rest.len);
    return true;
}

static bool next_character(struct units *units, uint32_t *character)
{
    uint32_t second;
    if (!next_unit(units, character))
        return false;
    if (!utf16_is_surrogate(*character))
        return true;
    return next_unit(units, &second) && utf16_join(*character, second, character);
}

bool manifest_put_utf8(struct buffer *out, struct text utf16, struct error *error)
{
    struct units units = {
        .rest = text_slice(utf16, MARK_BYTES, utf16.len),
        .high = text_starts_with(utf16, TEXT("\xFF\xFE")) ? 1 : 0,
    };
    size_t line = 1;
    while (units.rest.len != 0) {
        char bytes[UTF8_MAX_BYTES];
        uint32_t character;
        if (!next_character(&units, &character))
            return error_set_at(error, ERROR_SYNTAX, line, 0, "half a character of UTF-16");
        buffer_put(out, (struct text){bytes, utf8_encode(character, bytes)});
        line += character == '\n' ? 1 : 0;
    }
    return !out->failed || error_no_memory(error);
}
