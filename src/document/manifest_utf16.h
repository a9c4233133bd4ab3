/* manifest_utf16.h - files that some Windows tools write. */
#ifndef DOCUMENT_MANIFEST_UTF16_H
#define DOCUMENT_MANIFEST_UTF16_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"

/* Appends the text, which begins with a byte order mark (without one it is none, as for kubectl),
 * in UTF-8 and without the mark. False, with the line, if half a character stands somewhere, and
 * when there is no memory. */
MUST_CHECK bool manifest_put_utf8(struct buffer *out, struct text utf16, struct error *error);

#endif
