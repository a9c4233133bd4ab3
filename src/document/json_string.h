/* json_string.h - what stands between the quotes of a JSON string (RFC 8259, section 7). */
#ifndef DOCUMENT_JSON_STRING_H
#define DOCUMENT_JSON_STRING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/check.h"
#include "base/text.h"

struct json_string {
    struct text raw; /* borrowed from the input, without the quotes */
    bool has_escapes;
};

struct json_fault {
    size_t offset;
    const char *reason;
    struct text found; /* borrowed from the input; may be empty */
};

/* Checks the string whose opening quote stands at `opening`, escapes and UTF-8 included. */
MUST_CHECK bool json_string_scan(struct text bytes, size_t opening, struct json_string *string,
                                 struct json_fault *fault);

/* Resolves the escapes of a string that json_string_scan() has accepted and returns the number of
 * bytes. `out` has room for raw.len bytes, which is always enough. */
size_t json_string_unescape(struct text raw, char *out);

#endif
