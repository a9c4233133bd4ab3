#include "xml_text.h"

#include "base/ascii.h"
#include "base/check.h"
#include "base/utf8.h"

enum {
    FIRST_BEYOND_CONTROLS = 0xA0,
    FIRST_NONCHARACTER = 0xFFFE,
    LAST_NONCHARACTER = 0xFFFF,
};

/* The white space is written as a reference so that an attribute keeps it. */
static const struct {
    char byte;
    const char *reference;
} references[] = {
    {'<', "&lt;"},   {'>', "&gt;"},   {'&', "&amp;"},  {'"', "&quot;"},
    {'\'', "&#39;"}, {'\n', "&#10;"}, {'\r', "&#13;"}, {'\t', "&#9;"},
};

static const char *reference_of(char c)
{
    for (size_t i = 0; i < ARRAY_LEN(references); i++) {
        if (references[i].byte == c)
            return references[i].reference;
    }
    return NULL;
}

/* Section 2.2, "Char", and without the controls that it discourages. */
static bool is_allowed(uint32_t character)
{
    return character >= FIRST_BEYOND_CONTROLS &&
           !(character >= FIRST_NONCHARACTER && character <= LAST_NONCHARACTER);
}

static size_t put_other(struct buffer *out, struct text text, size_t at)
{
    uint32_t character = 0;
    size_t len = utf8_decode(text, at, &character);
    if (len != 0 && is_allowed(character))
        buffer_put(out, text_slice(text, at, at + len));
    else
        buffer_put(out, TEXT("\xEF\xBF\xBD"));
    return len != 0 ? len : 1;
}

static size_t put_character(struct buffer *out, struct text text, size_t at)
{
    char c = text.ptr[at];
    const char *reference = reference_of(c);
    if (reference == NULL && !ascii_is_printable(c))
        return put_other(out, text, at);
    if (reference != NULL)
        buffer_printf(out, "%s", reference);
    else
        buffer_put_char(out, c);
    return 1;
}

void xml_text_put(struct buffer *out, struct text text)
{
    for (size_t at = 0; at < text.len;)
        at += put_character(out, text, at);
}
