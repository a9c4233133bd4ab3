/* recogniser.h - tags that are certainly of a class, in a syntax without looking around. */
#ifndef EXPORT_RECOGNISER_H
#define EXPORT_RECOGNISER_H

#include <stdbool.h>

#include "base/buffer.h"
#include "core/tag.h"

/* What stands for a reference, so that one pattern can tell all classes apart: "!" no reference,
 * "@" a digest that decides, "" neither tag nor digest, else ':' and the tag. */

/* An RE2 pattern (github.com/google/re2/wiki/Syntax) that PCRE2 reads to the same end: every text
 * that it matches has the class. It does not match every text of the class. NULL: nothing is
 * certainly of that class. */
const char *recogniser_of_class(enum tag_class class);

/* A reference: what it matches image_ref_parse takes, but for names longer than 255 characters and
 * for 64 hex digits alone. */
extern const char recogniser_reference[];

/* Appends a pattern for all classes of the set, at their whole length, case ignored. */
void recogniser_put(tag_class_set classes, struct buffer *out);

/* True if the set has every class that a tag can have: then the tag need not be looked at. */
bool recogniser_takes_all_tags(tag_class_set classes);

#endif
