/* growth.h - a bound for work that may grow with the size of its input, not with the square of it.
 */
#ifndef TESTS_GROWTH_H
#define TESTS_GROWTH_H

#include <stddef.h>

#include "base/text.h"

/* A text of any size: `first`, then `again` as often as it takes, then `last`. */
struct growing {
    const char *what;
    const char *first, *again, *last;
};

/* At least `bytes` long; its bytes are the caller's to free(). Aborts the test without memory. */
struct text growing_text(const struct growing *growing, size_t bytes);

/* Processor seconds. The input is so large that what is linear takes a fraction of them, and what
 * is quadratic many times as much; valgrind runs everything some thirty times as slowly. */
long growth_most_seconds(void);

#endif
