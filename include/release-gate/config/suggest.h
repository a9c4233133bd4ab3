/* suggest.h - what somebody may have meant by a word that is not known. */
#ifndef CONFIG_SUGGEST_H
#define CONFIG_SUGGEST_H

#include <stddef.h>

#include "base/text.h"

/* The candidate that is nearest to `word`, if it is near enough; else empty. Near is: equal but for
 * case, a beginning of at least three letters, or at most two edits (a third of the length in long
 * words). Borrowed from `candidates`. */
struct text suggest(struct text word, const struct text *candidates, size_t count);

#endif
