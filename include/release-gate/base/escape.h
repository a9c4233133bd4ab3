/* escape.h - bytes from outside, made harmless where they leave. */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include "base/buffer.h"
#include "base/text.h"

/* For a person's terminal: printable ASCII as it is, but '"' and '\' with a backslash; any other
 * character as \n, \t, \u{202e}, or \x80 where it is not UTF-8. So no escape sequence, no
 * bidirectional override and no look-alike letter reaches the reader. At most `max_bytes` of
 * the source are shown, then "..."; 0: all. Without the quotes around it. */
void escape_for_terminal(struct buffer *out, struct text source, size_t max_bytes);

/* A JSON string with its quotes (RFC 8259, section 7). Bytes that are not UTF-8 become U+FFFD, so
 * that the result is always valid JSON. */
void escape_for_json(struct buffer *out, struct text source);

#endif
