/* failing_malloc.h - allocations that fail on demand, those of the libraries included. */
#ifndef TESTS_FAILING_MALLOC_H
#define TESTS_FAILING_MALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* False in a build with a sanitizer, which brings an allocator of its own: nothing fails there. */
bool failing_malloc_works(void);

/* The allocation after the next `count` fails in this thread, and every one after it. */
void failing_malloc_after(size_t count);

/* Only that one fails: code that goes on after a failure is tried too. */
void failing_malloc_once_after(size_t count);

/* Nothing fails any more. True if something did. */
bool failing_malloc_off(void);

/* Allocations of this thread that were not given back yet. 0 where nothing can fail. */
size_t failing_malloc_live(void);

#endif
