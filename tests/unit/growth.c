#include "growth.h"

#include <stdlib.h>

enum { SECONDS = 5, VALGRIND_FACTOR = 30 };

long growth_most_seconds(void)
{
    return getenv("VALGRIND") != NULL ? (long)SECONDS * VALGRIND_FACTOR : SECONDS;
}
