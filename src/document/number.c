#include "number.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

/* In a locale with a decimal comma strtod() would stop at the point. glibc keeps the "C" locale at
 * hand: asking for it allocates nothing and cannot fail. */
bool number_read(const char *digits, double *number)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before = uselocale(plain);
    *number = strtod(digits, NULL);
    uselocale(before);
    freelocale(plain);
    return isfinite(*number);
}
