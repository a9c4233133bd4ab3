/* utf8.h - one character from bytes that claim to be UTF-8 (RFC 3629). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* The longest form of a character. */
enum { UTF8_MAX_BYTES = 4 };

/* The number of bytes of the character at `offset`, which goes to `*character`; 0 if what stands
 * there is not UTF-8 (no overlong form, no surrogate, nothing above U+10FFFF) or the text ends. */
size_t utf8_decode(struct text text, size_t offset, uint32_t *character);

/* Writes the UTF-8 form of `character`, which must be a character that UTF-8 knows, and returns its
 * number of bytes. */
size_t utf8_encode(uint32_t character, char out[UTF8_MAX_BYTES]);

/* The text without the byte order mark that it may begin with. */
struct text utf8_without_mark(struct text text);

#endif
