/* sarif_text.h - plain text as a SARIF message (SARIF 2.1.0, section 3.11). */
#ifndef REPORT_SARIF_TEXT_H
#define REPORT_SARIF_TEXT_H

#include "base/buffer.h"
#include "base/text.h"

/* A message is a small language: "{0}" is a placeholder, so braces are doubled (3.11.5), and
 * "[text](target)" a link (3.11.6), so what could be one gets a blank between its parts. */
void sarif_text_put(struct buffer *out, struct text text);

#endif
