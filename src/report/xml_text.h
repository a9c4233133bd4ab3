/* xml_text.h - any text inside XML 1.0, which cannot hold every character. */
#ifndef REPORT_XML_TEXT_H
#define REPORT_XML_TEXT_H

#include "base/buffer.h"
#include "base/text.h"

/* For content and for attributes in double quotes. What XML 1.0 forbids even as a reference (most
 * control characters, U+FFFE, U+FFFF) and what is not UTF-8 becomes U+FFFD. */
void xml_text_put(struct buffer *out, struct text text);

#endif
