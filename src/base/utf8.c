#include "base/utf8.h"

#include "base/check.h"

enum {
    CONTINUATION_MIN = 0x80,
    CONTINUATION_MAX = 0xBF,
    CONTINUATION_MASK = 0x3F,
    CONTINUATION_BITS = 6,
};

/* RFC 3629, section 4: the second byte's range is what keeps overlong forms, surrogates and
 * characters above U+10FFFF out. */
static const struct form {
    unsigned char first_min, first_max;
    unsigned char second_min, second_max;
    unsigned char first_mask; /* the bits of the first byte that belong to the character */
    unsigned char len;
} forms[] = {
    {0x00, 0x7F, 0x00, 0x00, 0x7F, 1}, {0xC2, 0xDF, 0x80, 0xBF, 0x1F, 2},
    {0xE0, 0xE0, 0xA0, 0xBF, 0x0F, 3}, {0xE1, 0xEC, 0x80, 0xBF, 0x0F, 3},
    {0xED, 0xED, 0x80, 0x9F, 0x0F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 0x0F, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 0x07, 4}, {0xF1, 0xF3, 0x80, 0xBF, 0x07, 4},
    {0xF4, 0xF4, 0x80, 0x8F, 0x07, 4},
};

static const struct form *form_of(unsigned char first)
{
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        if (first >= forms[i].first_min && first <= forms[i].first_max)
            return &forms[i];
    }
    return NULL;
}

static bool in_range(unsigned char byte, unsigned char min, unsigned char max)
{
    return byte >= min && byte <= max;
}

size_t utf8_decode(struct text text, size_t offset, uint32_t *character)
{
    if (offset >= text.len)
        return 0;

    const unsigned char *bytes = (const unsigned char *)text.ptr + offset;
    const struct form *form = form_of(bytes[0]);
    if (form == NULL || form->len > text.len - offset)
        return 0;
    if (form->len > 1 && !in_range(bytes[1], form->second_min, form->second_max))
        return 0;

    uint32_t value = bytes[0] & form->first_mask;
    for (size_t i = 1; i < form->len; i++) {
        if (!in_range(bytes[i], CONTINUATION_MIN, CONTINUATION_MAX))
            return 0;
        value = value << CONTINUATION_BITS | (bytes[i] & CONTINUATION_MASK);
    }
    *character = value;
    return form->len;
}

/* The largest character of each length, and what marks its first byte. */
static const struct {
    uint32_t max;
    unsigned char mark;
} lengths[UTF8_MAX_BYTES] = {{0x7F, 0x00}, {0x7FF, 0xC0}, {0xFFFF, 0xE0}, {0x10FFFF, 0xF0}};

size_t utf8_encode(uint32_t character, char out[UTF8_MAX_BYTES])
{
    size_t last = 0;
    while (last < UTF8_MAX_BYTES - 1 && character > lengths[last].max)
        last++;

    for (size_t i = last; i > 0; i--) {
        out[i] = (char)(CONTINUATION_MIN | (character & CONTINUATION_MASK));
        character >>= CONTINUATION_BITS;
    }
    out[0] = (char)(lengths[last].mark | character);
    return last + 1;
}

struct text utf8_without_mark(struct text text)
{
    const struct text mark = TEXT("\xEF\xBB\xBF");
    return text_slice(text, text_starts_with(text, mark) ? mark.len : 0, text.len);
}
