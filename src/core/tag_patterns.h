/* tag_patterns.h - the built-in table: which shapes of tags belong to which class. */
#ifndef CORE_TAG_PATTERNS_H
#define CORE_TAG_PATTERNS_H

#include <stddef.h>

#include "core/tag.h"

struct tag_pattern {
    enum tag_class class;
    const char *pattern; /* PCRE2, extended syntax; may call the groups of tag_vocabulary */
    const char *reason;
};

/* The first row that matches decides. */
extern const struct tag_pattern tag_patterns[];
extern const size_t tag_pattern_count;

/* Named groups that only define: pieces to be put one after the other, before a row's pattern. The
 * last one is NULL. */
extern const char *const tag_vocabulary[];

#endif
