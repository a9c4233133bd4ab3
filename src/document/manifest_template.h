/* manifest_template.h - Helm templates that nobody rendered. */
#ifndef DOCUMENT_MANIFEST_TEMPLATE_H
#define DOCUMENT_MANIFEST_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "document/position.h"

/* True if the file stands below a folder "templates" and uses the values of a chart, even where it
 * could be read as YAML. `*position` is where. */
bool template_is_of_chart(struct text bytes, struct text name, struct position *position);

/* True if an action that Helm would run, outside of quotes, stands on `line` or on the line before:
 * that is why a YAML reader stumbled there. */
bool template_stands_at(struct text bytes, size_t line, struct position *position);

#endif
