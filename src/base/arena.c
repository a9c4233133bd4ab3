#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* An ordinary review is judged within one such block. */
enum { FIRST_BLOCK_BYTES = 16 * 1024 };

struct arena_block {
    struct arena_block *next; /* older, and never larger */
    size_t capacity;
    size_t used;
    max_align_t bytes[];
};

/* What a request for nothing gets: not NULL, and not from the budget. */
static max_align_t nothing;

void arena_init(struct arena *arena, size_t max_bytes)
{
    *arena = (struct arena){.max_bytes = max_bytes};
}

static void free_blocks(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_reset(struct arena *arena)
{
    if (arena == NULL)
        return;
    arena->used_bytes = 0;
    if (arena->blocks == NULL)
        return;

    /* The newest is the largest: see block_capacity(). */
    free_blocks(arena->blocks->next);
    arena->blocks->next = NULL;
    arena->blocks->used = 0;
}

void arena_release(struct arena *arena)
{
    if (arena == NULL)
        return;
    free_blocks(arena->blocks);
    *arena = (struct arena){.max_bytes = arena->max_bytes};
}

/* Twice the newest, so that the number of blocks stays small; never more than could be used. */
static size_t block_capacity(const struct arena *arena, size_t needed)
{
    size_t capacity = FIRST_BLOCK_BYTES;
    if (arena->blocks != NULL && __builtin_mul_overflow(arena->blocks->capacity, 2, &capacity))
        capacity = SIZE_MAX;
    if (capacity > arena->max_bytes)
        capacity = arena->max_bytes;
    return capacity > needed ? capacity : needed;
}

static struct arena_block *add_block(struct arena *arena, size_t needed)
{
    size_t capacity = block_capacity(arena, needed);
    size_t bytes;
    if (__builtin_add_overflow(capacity, sizeof(struct arena_block), &bytes))
        return NULL;

    struct arena_block *block = malloc(bytes);
    if (block == NULL)
        return NULL;
    *block = (struct arena_block){.next = arena->blocks, .capacity = capacity};
    arena->blocks = block;
    return block;
}

/* False if it overflows. */
static bool round_up(size_t bytes, size_t *rounded)
{
    const size_t unit = alignof(max_align_t);
    if (__builtin_add_overflow(bytes, unit - 1, rounded))
        return false;
    *rounded -= *rounded % unit;
    return true;
}

static bool is_full(const struct arena_block *block, size_t needed)
{
    return block == NULL || needed > block->capacity - block->used;
}

void *arena_take(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || !round_up(bytes, &bytes))
        return NULL;
    if (bytes == 0)
        return &nothing;
    if (bytes > arena->max_bytes - arena->used_bytes)
        return NULL;

    struct arena_block *block = arena->blocks;
    if (is_full(block, bytes))
        block = add_block(arena, bytes);
    if (block == NULL)
        return NULL;

    void *taken = (char *)block->bytes + block->used;
    block->used += bytes;
    arena->used_bytes += bytes;
    return memset(taken, 0, bytes);
}

bool arena_copy_text(struct arena *arena, struct text text, struct text *copy)
{
    *copy = (struct text){0};
    char *bytes = arena_take(arena, text.len, 1);
    if (bytes == NULL)
        return false;
    if (text.len != 0)
        memcpy(bytes, text.ptr, text.len);
    *copy = (struct text){bytes, text.len};
    return true;
}
