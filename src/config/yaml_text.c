#include "yaml_text.h"

#include "base/ascii.h"
#include "base/utf8.h"

enum { LAST_OF_FOUR_DIGITS = 0xFFFF };

static size_t put_escaped(struct text text, size_t at, struct buffer *out)
{
    uint32_t character = 0;
    size_t len = utf8_decode(text, at, &character);
    if (character > LAST_OF_FOUR_DIGITS)
        buffer_printf(out, "\\U%08x", (unsigned)character);
    else
        buffer_printf(out, "\\u%04x", (unsigned)character);
    return len != 0 ? len : 1;
}

static size_t put_character(struct text text, size_t at, struct buffer *out)
{
    char c = text.ptr[at];
    if (c == '\n') {
        buffer_put(out, TEXT("\\n"));
        return 1;
    }
    if (!ascii_is_printable(c))
        return put_escaped(text, at, out);
    if (c == '"' || c == '\\')
        buffer_put_char(out, '\\');
    buffer_put_char(out, c);
    return 1;
}

void yaml_text_put(struct text text, struct buffer *out)
{
    buffer_put_char(out, '"');
    for (size_t at = 0; at < text.len;)
        at += put_character(text, at, out);
    buffer_put_char(out, '"');
}
