#include "tag_memo.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum {
    SLOTS = 512,    /* a power of two */
    TAG_BYTES = 60, /* longer ones are rare; a slot has 64 bytes */
};

struct slot {
    atomic_flag is_taken; /* by a thread, for the moment */
    unsigned char len;    /* 0: empty */
    uint16_t row;
    char tag[TAG_BYTES];
};

struct tag_memo {
    struct slot slots[SLOTS];
};

struct tag_memo *tag_memo_new(void)
{
    struct tag_memo *memo = calloc(1, sizeof *memo);
    for (size_t i = 0; memo != NULL && i < SLOTS; i++)
        atomic_flag_clear(&memo->slots[i].is_taken);
    return memo;
}

void tag_memo_free(struct tag_memo *memo)
{
    free(memo);
}

/* NULL if another thread has it, or if no slot is large enough. */
static struct slot *take(struct tag_memo *memo, struct text tag)
{
    if (tag.len == 0 || tag.len > TAG_BYTES)
        return NULL;
    struct slot *slot = &memo->slots[hash_text(hash_basis, tag) % SLOTS];
    return atomic_flag_test_and_set_explicit(&slot->is_taken, memory_order_acquire) ? NULL : slot;
}

static void give_back(struct slot *slot)
{
    atomic_flag_clear_explicit(&slot->is_taken, memory_order_release);
}

bool tag_memo_find(struct tag_memo *memo, struct text tag, size_t *row)
{
    struct slot *slot = take(memo, tag);
    if (slot == NULL)
        return false;
    bool is_found = slot->len == tag.len && memcmp(slot->tag, tag.ptr, tag.len) == 0;
    if (is_found)
        *row = slot->row;
    give_back(slot);
    return is_found;
}

void tag_memo_keep(struct tag_memo *memo, struct text tag, size_t row)
{
    struct slot *slot = take(memo, tag);
    if (slot == NULL)
        return;
    memcpy(slot->tag, tag.ptr, tag.len);
    slot->len = (unsigned char)tag.len;
    slot->row = (uint16_t)row;
    give_back(slot);
}
