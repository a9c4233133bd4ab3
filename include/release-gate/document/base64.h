/* base64.h - base64 with padding (RFC 4648, section 4). */
#ifndef DOCUMENT_BASE64_H
#define DOCUMENT_BASE64_H

#include "base/buffer.h"
#include "base/check.h"
#include "base/text.h"

/* Appends what `source` stands for; line breaks in it are skipped. False if it is not base64. */
MUST_CHECK bool base64_decode(struct text source, struct buffer *out);

/* Appends `source` in base64, without line breaks. */
void base64_encode(struct text source, struct buffer *out);

#endif
