/* utf16.h - code units of 16 bits that make a character (RFC 2781, section 2; RFC 8259, section 7).
 */
#ifndef BASE_UTF16_H
#define BASE_UTF16_H

#include <stdbool.h>
#include <stdint.h>

#include "base/check.h"
#include "base/text.h"

enum {
    UTF16_HIGH_MIN = 0xD800,
    UTF16_LOW_MIN = 0xDC00,
    UTF16_LOW_MAX = 0xDFFF,
    UTF16_PAIR_BASE = 0x10000,
    UTF16_PAIR_SHIFT = 10,
};

/* Half of a pair, of which the high one comes first. */
ALWAYS_INLINE bool utf16_is_surrogate(uint32_t unit)
{
    return unit >= UTF16_HIGH_MIN && unit <= UTF16_LOW_MAX;
}

/* False if the two are no pair. */
MUST_CHECK ALWAYS_INLINE bool utf16_join(uint32_t high, uint32_t low, uint32_t *character)
{
    if (high < UTF16_HIGH_MIN || high >= UTF16_LOW_MIN || low < UTF16_LOW_MIN ||
        low > UTF16_LOW_MAX)
        return false;
    *character =
        UTF16_PAIR_BASE + ((high - UTF16_HIGH_MIN) << UTF16_PAIR_SHIFT) + (low - UTF16_LOW_MIN);
    return true;
}

/* Whether the text begins with a byte order mark of either order. */
static inline bool utf16_has_mark(struct text bytes)
{
    return text_starts_with(bytes, TEXT("\xFF\xFE")) || text_starts_with(bytes, TEXT("\xFE\xFF"));
}

#endif
