/* arena.h - memory for one judgement: taken piece by piece, given back as a whole. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/check.h"
#include "base/text.h"

struct arena_block;

/* Not for two threads at once. */
struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used_bytes;          /* what the current judgement took, of `max_bytes` */
    size_t max_bytes;           /* a hostile object cannot take more */
};

void arena_init(struct arena *arena, size_t max_bytes);

/* Forgets all that was taken and keeps one block, so that the next judgement need not ask the
 * operating system. */
void arena_reset(struct arena *arena);

void arena_release(struct arena *arena);

/* Zeroed, aligned for any type, valid until reset or release. NULL past `max_bytes`, when there is
 * no memory, or when count * size overflows. A count or size of 0 gives a pointer that may not be
 * read. */
MUST_CHECK void *arena_take(struct arena *arena, size_t count, size_t size);

/* A copy of `text` that lives as long as the arena. False when there is no memory. */
MUST_CHECK bool arena_copy_text(struct arena *arena, struct text text, struct text *copy);

#endif
