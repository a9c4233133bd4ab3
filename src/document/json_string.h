/* json_string.h - what stands between the quotes of a JSON string (RFC 8259, section 7). */
#ifndef DOCUMENT_JSON_STRING_H
#define DOCUMENT_JSON_STRING_H

#include <endian.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/check.h"
#include "base/text.h"

struct json_string {
    struct text raw; /* borrowed from the input, without the quotes */
    bool has_escapes;
    bool has_nul; /* as an escape: there is no other way */
};

struct json_fault {
    size_t offset;
    const char *reason;
    struct text found; /* borrowed from the input; may be empty */
};

/* The highest bit of each of eight bytes that is a quote, a backslash, a control character or
 * outside ASCII. A borrow may set that of a byte above such a one, never below. */
static inline uint64_t json_string_special_bits(uint64_t bytes)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t special = bytes | (bytes - each * ' ') | ((bytes ^ each * '"') - each) |
                       ((bytes ^ each * '\\') - each);
    return special & each * 0x80;
}

/* The offset of the first byte at or behind `at` that is not simply a character of its string. */
static inline size_t json_string_plain_end(struct text bytes, size_t at)
{
    uint64_t eight;
    for (; bytes.len - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, bytes.ptr + at, sizeof eight);
        uint64_t special = json_string_special_bits(le64toh(eight));
        if (special != 0)
            return at + (size_t)__builtin_ctzll(special) / CHAR_BIT;
    }
    while (at < bytes.len && ascii_is_printable(bytes.ptr[at]) && bytes.ptr[at] != '"' &&
           bytes.ptr[at] != '\\')
        at++;
    return at;
}

/* Checks the string whose opening quote stands at `opening`, escapes and UTF-8 included. */
MUST_CHECK bool json_string_scan(struct text bytes, size_t opening, struct json_string *string,
                                 struct json_fault *fault);

/* Resolves the escapes of a string that json_string_scan() has accepted and returns the number of
 * bytes. `out` has room for raw.len bytes, which is always enough. */
size_t json_string_unescape(struct text raw, char *out);

#endif
