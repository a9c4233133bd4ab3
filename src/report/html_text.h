/* html_text.h - text from outside, inside an HTML page. */
#ifndef REPORT_HTML_TEXT_H
#define REPORT_HTML_TEXT_H

#include "base/buffer.h"
#include "base/text.h"
#include "report/inventory.h"

/* For content and for attributes in double quotes: what means something to HTML is written as a
 * reference, what a reader cannot see or could mistake as on a terminal (escape_for_terminal). */
void html_put(struct buffer *out, struct text text);

/* The same for text that is escaped for a terminal already. */
void html_put_shown(struct buffer *out, struct text shown);

/* A name or value as code; one longer than `max_bytes` is cut, and whole in a title. */
void html_put_code(struct buffer *out, struct text text, size_t max_bytes);

/* "ghcr.io/acme/" in a small line of its own, below the name that a person knows. */
void html_put_application(struct buffer *out, const struct inventory_row *row);

/* A coloured label with a version, or with the class where there is none. */
void html_put_version(struct buffer *out, const struct inventory_row *row);

/* "<td data-label=...>", which is closed by the next "</td>". */
void html_put_cell(struct buffer *out, const char *label);

#endif
