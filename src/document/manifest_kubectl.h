/* manifest_kubectl.h - what kubectl skips or cuts at, and YAML takes for content. */
#ifndef DOCUMENT_MANIFEST_KUBECTL_H
#define DOCUMENT_MANIFEST_KUBECTL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Both look at UTF-8, in which a byte order mark may come first. */

/* Why a line is read otherwise by kubectl (apimachinery, YAMLReader); NULL: none is. `*line`, from
 * 1, and the offset of its first byte are of the first such line:
 * - it begins with "---" and goes on with what is no blank, as in "---#c: d". kubectl cuts the file
 *   there if a '#', or nothing but spaces of Unicode, follows, and refuses it otherwise.
 * - it begins with a byte order mark. kubectl skips one where a document begins. */
const char *manifest_find_odd_line(struct text bytes, size_t *line, size_t *offset);

/* Whether spaces stand before a '{' at the beginning, one of which is none for YAML, as U+00A0.
 * kubectl skips them (apimachinery, YAMLOrJSONDecoder). */
bool manifest_has_false_blank(struct text bytes);

#endif
