/* yaml_text.h - a text as YAML reads it back, and harmless on a terminal. */
#ifndef CONFIG_YAML_TEXT_H
#define CONFIG_YAML_TEXT_H

#include "base/buffer.h"
#include "base/text.h"

/* In double quotes (YAML 1.2, section 7.3.1); all that is not printable ASCII is escaped. The text
 * must be UTF-8, as every text of a configuration is. */
void yaml_text_put(struct text text, struct buffer *out);

#endif
