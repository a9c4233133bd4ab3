/* re2.h - patterns and globs as CEL's matches() takes them. */
#ifndef EXPORT_RE2_H
#define EXPORT_RE2_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/text.h"

/* True if a PCRE2 pattern certainly means the same to RE2 and can stand in r'...'. False says
 * nothing. */
bool re2_is_same(struct text pattern);

/* Appends a glob (core/glob.h) as a pattern that must match in full, without its anchors. */
void re2_put_glob(struct buffer *out, struct text glob);

/* The same for any of the globs, with the anchors. */
void re2_put_globs(struct buffer *out, const struct text_list *globs);

#endif
