#include "json_string.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/check.h"
#include "base/utf16.h"
#include "base/utf8.h"

enum {
    SHORT_ESCAPE = 2,   /* "\n" */
    UNICODE_ESCAPE = 6, /* "\u000a" */
    HEX_DIGITS = 4,
};

/* What a letter behind a backslash means; 0: it is no short escape. */
static const unsigned char short_escapes[UCHAR_MAX + 1] = {
    ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
    ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
};

static uint32_t hex_value(char c)
{
    if (ascii_is_digit(c))
        return (uint32_t)(c - '0');
    return (uint32_t)(ascii_to_lower(c) - 'a') + 10;
}

/* Reads "\uXXXX". */
static bool read_unit(struct text bytes, size_t at, uint32_t *unit)
{
    struct text escape = text_slice(bytes, at, at + UNICODE_ESCAPE);
    if (escape.len != UNICODE_ESCAPE || !text_starts_with(escape, TEXT("\\u")))
        return false;

    *unit = 0;
    for (size_t i = UNICODE_ESCAPE - HEX_DIGITS; i < UNICODE_ESCAPE; i++) {
        if (!ascii_is_hex(escape.ptr[i]))
            return false;
        *unit = *unit << 4 | hex_value(escape.ptr[i]);
    }
    return true;
}

/* A character above U+FFFF is a pair of escapes. */
static size_t read_unicode_escape(struct text bytes, size_t at, uint32_t *character)
{
    uint32_t low;
    if (!read_unit(bytes, at, character))
        return 0;
    if (!utf16_is_surrogate(*character))
        return UNICODE_ESCAPE;
    if (!read_unit(bytes, at + UNICODE_ESCAPE, &low) || !utf16_join(*character, low, character))
        return 0;
    return 2 * UNICODE_ESCAPE;
}

/* The number of bytes of the escape at `at`; 0 if it is none. */
static size_t read_escape(struct text bytes, size_t at, uint32_t *character)
{
    if (bytes.len - at < SHORT_ESCAPE)
        return 0;
    *character = short_escapes[(unsigned char)bytes.ptr[at + 1]];
    return *character != 0 ? SHORT_ESCAPE : read_unicode_escape(bytes, at, character);
}

static bool fail(struct json_fault *fault, size_t offset, const char *reason, struct text found)
{
    *fault = (struct json_fault){offset, reason, found};
    return false;
}

static struct text shown_escape(struct text bytes, size_t at)
{
    uint32_t character;
    size_t len = utf8_decode(bytes, at + 1, &character);
    size_t end = bytes.ptr[at + 1] == 'u' ? at + UNICODE_ESCAPE : at + 1 + len;
    return text_slice(bytes, at, end);
}

static bool fail_escape(struct json_fault *fault, struct text bytes, size_t at)
{
    uint32_t unit;
    if (bytes.len - at < SHORT_ESCAPE)
        return fail(fault, bytes.len, "the text ends inside a string", (struct text){0});
    if (read_unit(bytes, at, &unit))
        return fail(fault, at, "half of a surrogate pair",
                    text_slice(bytes, at, at + UNICODE_ESCAPE));
    return fail(fault, at, "unknown escape", shown_escape(bytes, at));
}

static bool fail_character(struct json_fault *fault, struct text bytes, size_t at)
{
    struct text found = text_slice(bytes, at, at + 1);
    bool is_control = (unsigned char)bytes.ptr[at] < ' ';
    return fail(fault, at, is_control ? "control character in a string" : "not UTF-8", found);
}

/* Moves `*at` over an escape or a character that is not plain. */
static bool skip_special(struct text bytes, size_t *at, struct json_string *string,
                         struct json_fault *fault)
{
    uint32_t character = 0;
    if (bytes.ptr[*at] == '\\') {
        size_t len = read_escape(bytes, *at, &character);
        *at += len;
        string->has_escapes = true;
        string->has_nul |= character == 0;
        return len != 0 || fail_escape(fault, bytes, *at);
    }

    size_t len = utf8_decode(bytes, *at, &character);
    if (len == 0 || character < ' ')
        return fail_character(fault, bytes, *at);
    *at += len;
    return true;
}

/* Nearly all escapes are those of JSON in JSON, which is in every object that kubectl applied. */
static bool is_short_escape(struct text bytes, size_t at)
{
    return bytes.ptr[at] == '\\' && bytes.len - at >= SHORT_ESCAPE &&
           short_escapes[(unsigned char)bytes.ptr[at + 1]] != 0;
}

bool json_string_scan(struct text bytes, size_t opening, struct json_string *string,
                      struct json_fault *fault)
{
    size_t start = opening + 1;
    size_t at = json_string_plain_end(bytes, start);
    *string = (struct json_string){0};

    while (at < bytes.len && bytes.ptr[at] != '"') {
        if (is_short_escape(bytes, at)) {
            string->has_escapes = true;
            at += SHORT_ESCAPE;
        } else if (!skip_special(bytes, &at, string, fault)) {
            return false;
        }
        at = json_string_plain_end(bytes, at);
    }
    if (at == bytes.len)
        return fail(fault, at, "the text ends inside a string", (struct text){0});
    string->raw = text_slice(bytes, start, at);
    return true;
}

size_t json_string_unescape(struct text raw, char *out)
{
    size_t len = 0;
    for (size_t at = 0; at < raw.len;) {
        struct text rest = text_slice(raw, at, raw.len);
        size_t run = text_find(rest, '\\');
        memcpy(out + len, rest.ptr, run);
        len += run;
        at += run;
        if (at < raw.len) {
            uint32_t character = 0;
            char encoded[UTF8_MAX_BYTES];
            at += read_escape(raw, at, &character);
            size_t size = utf8_encode(character, encoded);
            memcpy(out + len, encoded, size);
            len += size;
        }
    }
    return len;
}
