/* markdown_code.h - any text as a code span, in which Markdown has no meaning. */
#ifndef REPORT_MARKDOWN_CODE_H
#define REPORT_MARKDOWN_CODE_H

#include "base/buffer.h"
#include "base/text.h"

/* For a table cell or a line of GitHub Flavored Markdown: no link, mention or HTML tag of the text
 * comes to life. It is escaped as for a terminal first, and a long one is cut. "-" for an empty
 * one. */
void markdown_code_put(struct buffer *out, struct text text);

/* The same for a text that escape_for_terminal made. */
void markdown_code_put_escaped(struct buffer *out, struct text text);

#endif
