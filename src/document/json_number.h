/* json_number.h - numbers as JSON writes them (RFC 8259, section 6). */
#ifndef DOCUMENT_JSON_NUMBER_H
#define DOCUMENT_JSON_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "base/text.h"

/* The offset behind the number at `at`, 0 if there is none. An integer has no fraction and no
 * exponent. */
size_t json_number_end(struct text bytes, size_t at, bool *is_integer);

/* The value of an integer; false if 64 bits cannot hold it. */
MUST_CHECK bool json_number_integer(struct text digits, int64_t *integer);

#endif
