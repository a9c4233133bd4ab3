/* built_in_tags.h - the built-in table as one pattern: compiled once, matched once for each tag. */
#ifndef CORE_BUILT_IN_TAGS_H
#define CORE_BUILT_IN_TAGS_H

#include "base/check.h"
#include "base/error.h"
#include "core/pattern.h"
#include "core/tag.h"

/* NULL, with the reason, when there is no memory. Freed with pattern_free. */
MUST_CHECK struct pattern *built_in_tags_new(struct error *error);

/* The first row of tag_patterns that matches; TAG_UNKNOWN if none does. False if the matcher
 * reached a limit: the verdict is then as it was. */
MUST_CHECK bool built_in_tags_match(const struct pattern *built_in, struct text tag,
                                    struct tag_verdict *verdict, struct error *error);

#endif
