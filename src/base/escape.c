#include "base/escape.h"

#include "base/ascii.h"
#include "base/check.h"
#include "base/utf8.h"

enum form { FOR_JSON, FOR_TERMINAL };

/* Escapes with a letter of their own; 0: none in that form. */
static const struct {
    char byte;
    char letter[2]; /* [enum form] */
} letters[] = {
    {'"', {'"', '"'}},  {'\\', {'\\', '\\'}}, {'\n', {'n', 'n'}}, {'\t', {'t', 't'}},
    {'\r', {'r', 'r'}}, {'\b', {'b', 0}},     {'\f', {'f', 0}},
};

static char letter_of(char byte, enum form form)
{
    for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
        if (letters[i].byte == byte)
            return letters[i].letter[form];
    }
    return '\0';
}

static void put_for_terminal(struct buffer *out, struct text bytes, uint32_t character)
{
    if (bytes.len == 0)
        buffer_printf(out, "\\x%02x", (unsigned char)bytes.ptr[0]);
    else
        buffer_printf(out, "\\u{%x}", (unsigned)character);
}

static void put_for_json(struct buffer *out, struct text bytes, uint32_t character)
{
    if (bytes.len == 0)
        buffer_put(out, TEXT("\xEF\xBF\xBD")); /* U+FFFD */
    else if (character < ' ')
        buffer_printf(out, "\\u%04x", (unsigned)character);
    else
        buffer_put(out, bytes);
}

/* Gets the bytes of one character; none of them when what stands at `bytes.ptr` is not UTF-8. */
static void (*const put_character[])(struct buffer *out, struct text bytes, uint32_t character) = {
    [FOR_JSON] = put_for_json,
    [FOR_TERMINAL] = put_for_terminal,
};

/* Returns how many bytes it took. */
static size_t put_special(struct buffer *out, struct text source, size_t at, enum form form)
{
    char letter = letter_of(source.ptr[at], form);
    if (letter != '\0') {
        buffer_put_char(out, '\\');
        buffer_put_char(out, letter);
        return 1;
    }

    uint32_t character = 0;
    size_t len = utf8_decode(source, at, &character);
    put_character[form](out, text_slice(source, at, at + len), character);
    return len != 0 ? len : 1;
}

static size_t end_of_plain(struct text source, size_t at)
{
    while (at < source.len && ascii_is_printable(source.ptr[at]) && source.ptr[at] != '"' &&
           source.ptr[at] != '\\')
        at++;
    return at;
}

static void escape(struct buffer *out, struct text source, enum form form)
{
    for (size_t at = 0; at < source.len;) {
        size_t end = end_of_plain(source, at);
        buffer_put(out, text_slice(source, at, end));
        at = end;
        if (at < source.len)
            at += put_special(out, source, at, form);
    }
}

/* The longest part of at most `max_bytes` that does not end inside a character. */
static struct text cut_at_character(struct text source, size_t max_bytes)
{
    for (size_t back = 1; back < UTF8_MAX_BYTES && back <= max_bytes; back++) {
        uint32_t character;
        if (utf8_decode(source, max_bytes - back, &character) > back)
            return text_slice(source, 0, max_bytes - back);
    }
    return text_slice(source, 0, max_bytes);
}

void escape_for_terminal(struct buffer *out, struct text source, size_t max_bytes)
{
    bool is_cut = max_bytes != 0 && source.len > max_bytes;
    escape(out, is_cut ? cut_at_character(source, max_bytes) : source, FOR_TERMINAL);
    if (is_cut)
        buffer_put(out, TEXT("..."));
}

void escape_for_json(struct buffer *out, struct text source)
{
    buffer_put_char(out, '"');
    escape(out, source, FOR_JSON);
    buffer_put_char(out, '"');
}
