/* yaml_string.h - any text as a YAML string that every reader takes for the same string. */
#ifndef REPORT_YAML_STRING_H
#define REPORT_YAML_STRING_H

#include "base/buffer.h"
#include "base/text.h"

/* Double-quoted, on one line, in ASCII: a raw U+2028 or U+0085 is a line break in YAML 1.1 and
 * would be folded. Bytes that are not UTF-8 become U+FFFD, as in escape_for_json. */
void yaml_string_put(struct buffer *out, struct text text);

#endif
