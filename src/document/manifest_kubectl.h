/* manifest_kubectl.h - what kubectl takes for a separator or a blank, and YAML for content. */
#ifndef DOCUMENT_MANIFEST_KUBECTL_H
#define DOCUMENT_MANIFEST_KUBECTL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Both look at UTF-8, in which a byte order mark may come first. */

/* Whether a line begins with "---" and goes on with what is no blank, as in "---#c: d". kubectl
 * cuts the file there if a '#', or nothing but spaces of Unicode, follows, and refuses it otherwise
 * (apimachinery, YAMLReader). The line, from 1, and the offset of its first byte are of the first
 * such line. */
bool manifest_find_false_separator(struct text bytes, size_t *line, size_t *offset);

/* Whether spaces stand before a '{' at the beginning, one of which is none for YAML, as U+00A0.
 * kubectl skips them (apimachinery, YAMLOrJSONDecoder). */
bool manifest_has_false_blank(struct text bytes);

#endif
