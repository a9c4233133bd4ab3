#include "growth.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { SECONDS = 5, VALGRIND_FACTOR = 30 };

long growth_most_seconds(void)
{
    return getenv("VALGRIND") != NULL ? (long)SECONDS * VALGRIND_FACTOR : SECONDS;
}

struct text growing_text(const struct growing *growing, size_t bytes)
{
    size_t most = bytes + strlen(growing->first) + strlen(growing->again) + strlen(growing->last);
    char *text = malloc(most + 1);
    ck_assert_ptr_nonnull(text);
    char *end = stpcpy(text, growing->first);
    while ((size_t)(end - text) < bytes)
        end = stpcpy(end, growing->again);
    end = stpcpy(end, growing->last);
    return (struct text){text, (size_t)(end - text)};
}
