#include "document/base64.h"

#include <stdint.h>
#include <string.h>

/* Four letters of six bits make three bytes. */
enum { GROUP_LETTERS = 4, LETTER_BITS = 6, BYTE_BITS = 8 };

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* A group that is being read: `=` counts as a letter of no bits. */
struct group {
    uint32_t bits;
    size_t letters;
    size_t padding;
};

static bool add_letter(struct group *group, char c)
{
    const char *letter = c != '\0' ? strchr(letters, c) : NULL;
    group->letters++;
    group->bits <<= LETTER_BITS;
    if (c == '=' && group->letters > 2) {
        group->padding++;
        return true;
    }
    if (letter == NULL || group->padding != 0)
        return false;
    group->bits |= (uint32_t)(letter - letters);
    return true;
}

static void put_group(struct buffer *out, const struct group *group)
{
    size_t bytes = GROUP_LETTERS - 1 - group->padding;
    for (size_t i = 0; i < bytes; i++)
        buffer_put_char(out, (char)(group->bits >> BYTE_BITS * (2 - i)));
}

static bool is_line_break(char c)
{
    return c == '\n' || c == '\r';
}

bool base64_decode(struct text source, struct buffer *out)
{
    struct group group = {0};
    bool is_padded = false;
    for (size_t i = 0; i < source.len; i++) {
        if (is_line_break(source.ptr[i]))
            continue;
        if (is_padded || !add_letter(&group, source.ptr[i]))
            return false;
        if (group.letters == GROUP_LETTERS) {
            put_group(out, &group);
            is_padded = group.padding != 0;
            group = (struct group){0};
        }
    }
    return group.letters == 0;
}

static void put_letters(struct buffer *out, uint32_t bits, size_t bytes)
{
    const uint32_t letter = (1U << LETTER_BITS) - 1;
    for (size_t i = 0; i < GROUP_LETTERS; i++) {
        size_t shift = LETTER_BITS * (GROUP_LETTERS - 1 - i);
        buffer_put_char(out, i <= bytes ? letters[bits >> shift & letter] : '=');
    }
}

void base64_encode(struct text source, struct buffer *out)
{
    const size_t group = GROUP_LETTERS - 1;
    for (size_t i = 0; i < source.len; i += group) {
        uint32_t bits = 0;
        size_t bytes = source.len - i < group ? source.len - i : group;
        for (size_t j = 0; j < group; j++)
            bits = bits << BYTE_BITS | (j < bytes ? (unsigned char)source.ptr[i + j] : 0);
        put_letters(out, bits, bytes);
    }
}
