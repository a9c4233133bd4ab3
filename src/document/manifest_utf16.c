#include "manifest_utf16.h"

#include <stdint.h>

#include "base/utf8.h"

/* RFC 2781, section 2. */
enum {
    UNIT_BYTES = 2,
    SURROGATE_MIN = 0xD800,
    LOW_SURROGATE_MIN = 0xDC00,
    SURROGATE_MAX = 0xDFFF,
    SURROGATE_BITS = 10,
    FIRST_OF_PAIRS = 0x10000,
};

static const struct text little_endian = TEXT_INIT("\xFF\xFE");
static const struct text big_endian = TEXT_INIT("\xFE\xFF");

bool manifest_is_utf16(struct text bytes)
{
    return text_starts_with(bytes, little_endian) || text_starts_with(bytes, big_endian);
}

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

static bool is_surrogate(uint32_t unit)
{
    return unit >= SURROGATE_MIN && unit <= SURROGATE_MAX;
}

static bool next_character(struct units *units, uint32_t *character)
{
    uint32_t second;
    if (!next_unit(units, character))
        return false;
    if (!is_surrogate(*character))
        return true;
    if (*character >= LOW_SURROGATE_MIN || !next_unit(units, &second) || !is_surrogate(second) ||
        second < LOW_SURROGATE_MIN)
        return false;
    *character = FIRST_OF_PAIRS + ((*character - SURROGATE_MIN) << SURROGATE_BITS) +
                 (second - LOW_SURROGATE_MIN);
    return true;
}

bool manifest_put_utf8(struct buffer *out, struct text utf16, struct error *error)
{
    struct units units = {
        .rest = text_slice(utf16, little_endian.len, utf16.len),
        .high = text_starts_with(utf16, little_endian) ? 1 : 0,
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
