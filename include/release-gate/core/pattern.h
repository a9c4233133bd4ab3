/* pattern.h - PCRE2 with limits: compiled once, matched in bounded time and memory. */
#ifndef CORE_PATTERN_H
#define CORE_PATTERN_H

#include <stdbool.h>

#include "base/check.h"
#include "base/error.h"
#include "base/text.h"

struct pattern;

/* ASCII case is ignored; '.' matches any byte but newline; no UTF mode, since tags are ASCII.
 * Just-in-time code where the system allows it, the interpreter otherwise. NULL, with the reason
 * and the offset in `error`, if `source` is not a pattern. The caller frees it. */
MUST_CHECK struct pattern *pattern_new(struct text source, struct error *error);
void pattern_free(struct pattern *pattern);

enum pattern_result {
    PATTERN_FAILED, /* a limit was reached or memory ran out: says nothing about the subject */
    PATTERN_NO_MATCH,
    PATTERN_MATCH,
};

/* Threads may share a pattern. `mark` may be NULL; on a match it gets the name of the (*MARK:NAME)
 * that the match went through, NULL if it met none: borrowed from the pattern. */
MUST_CHECK enum pattern_result pattern_match(const struct pattern *pattern, struct text subject,
                                             const char **mark);

#endif
