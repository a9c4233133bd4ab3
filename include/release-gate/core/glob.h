/* glob.h - names with wildcards: '*' is any run of characters, '?' any one. */
#ifndef CORE_GLOB_H
#define CORE_GLOB_H

#include <stdbool.h>

#include "base/text.h"

/* The whole of `subject` must match; case counts; '*' also crosses '/'. Time is at most
 * glob.len * subject.len. */
bool glob_match(struct text glob, struct text subject);

/* True if any of the globs matches. */
bool glob_match_any(const struct text *globs, size_t count, struct text subject);

#endif
