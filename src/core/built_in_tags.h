/* built_in_tags.h - the built-in table as one pattern: compiled once, matched once for each tag
 * that is not remembered. */
#ifndef CORE_BUILT_IN_TAGS_H
#define CORE_BUILT_IN_TAGS_H

#include "base/check.h"
#include "base/error.h"
#include "core/tag.h"

struct built_in_tags;

/* NULL, with the reason, when there is no memory. Threads may share it. The caller frees it. */
MUST_CHECK struct built_in_tags *built_in_tags_new(struct error *error);
void built_in_tags_free(struct built_in_tags *built_in);

/* The first row of tag_patterns that matches; TAG_UNKNOWN if none does. False if the matcher
 * reached a limit: the verdict is then as it was. */
MUST_CHECK bool built_in_tags_match(struct built_in_tags *built_in, struct text tag,
                                    struct tag_verdict *verdict, struct error *error);

#endif
