/* uri.h - a path as a URI reference (RFC 3986). */
#ifndef REPORT_URI_H
#define REPORT_URI_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/text.h"

/* "charts/my%20app.yaml": relative, so that it fits any checkout; "file:///..." for an absolute
 * path. Everything but unreserved characters and '/' is percent-encoded, the ':' that would make a
 * scheme of the first part too. "stdin" for "-". */
void uri_put(struct buffer *out, struct text path);

bool uri_is_absolute(struct text path);

#endif
