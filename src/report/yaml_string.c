#include "yaml_string.h"

#include "base/ascii.h"
#include "base/utf8.h"

enum { LAST_OF_FOUR_DIGITS = 0xFFFF, REPLACEMENT_CHARACTER = 0xFFFD };

/* Returns how many bytes it took. */
static size_t put_escaped(struct buffer *out, struct text text, size_t at)
{
    uint32_t character = REPLACEMENT_CHARACTER;
    size_t len = utf8_decode(text, at, &character);
    if (len == 0)
        character = REPLACEMENT_CHARACTER;
    if (character > LAST_OF_FOUR_DIGITS)
        buffer_printf(out, "\\U%08x", (unsigned)character);
    else
        buffer_printf(out, "\\u%04x", (unsigned)character);
    return len != 0 ? len : 1;
}

static size_t put_character(struct buffer *out, struct text text, size_t at)
{
    char c = text.ptr[at];
    if (!ascii_is_printable(c))
        return put_escaped(out, text, at);
    if (c == '"' || c == '\\')
        buffer_put_char(out, '\\');
    buffer_put_char(out, c);
    return 1;
}

void yaml_string_put(struct buffer *out, struct text text)
{
    buffer_put_char(out, '"');
    for (size_t at = 0; at < text.len;)
        at += put_character(out, text, at);
    buffer_put_char(out, '"');
}
