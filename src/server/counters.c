#include "counters.h"

#include "base/check.h"

enum { BITS_PER_COLUMN = 8, MAX_USED = COUNTERS_CELLS / 2, HASH_SHIFT = 40 };

/* So that a key of zeros is not that of a free cell. */
static const uint64_t is_used = 1ULL << (COUNTERS_COLUMNS * BITS_PER_COLUMN);

/* Knuth's multiplicative hash: 2^64 divided by the golden ratio. */
static const uint64_t hash_factor = 0x9E3779B97F4A7C15;

static uint64_t pack(struct counter_key key)
{
    uint64_t packed = is_used;
    for (unsigned i = 0; i < COUNTERS_COLUMNS; i++)
        packed |= (uint64_t)key.columns[i] << (i * BITS_PER_COLUMN);
    return packed;
}

static struct counter_key unpack(uint64_t packed)
{
    struct counter_key key;
    for (unsigned i = 0; i < COUNTERS_COLUMNS; i++)
        key.columns[i] = (uint8_t)(packed >> (i * BITS_PER_COLUMN));
    return key;
}

/* True if the cell is that of `packed` now. */
static bool claim(struct counters *counters, struct counter_cell *cell, uint64_t packed)
{
    uint_fast64_t found = atomic_load_explicit(&cell->key, memory_order_relaxed);
    if (found != 0)
        return found == packed;
    if (packed != is_used && atomic_load(&counters->used) >= MAX_USED)
        return false;
    if (atomic_compare_exchange_strong(&cell->key, &found, packed)) {
        atomic_fetch_add(&counters->used, 1);
        return true;
    }
    return found == packed;
}

/* NULL: there is none, and no room for one. */
static struct counter_cell *find(struct counters *counters, uint64_t packed)
{
    size_t start = (size_t)((packed * hash_factor) >> HASH_SHIFT);
    for (size_t i = 0; i < COUNTERS_CELLS; i++) {
        struct counter_cell *cell = &counters->cells[(start + i) % COUNTERS_CELLS];
        if (claim(counters, cell, packed))
            return cell;
        if (atomic_load_explicit(&cell->key, memory_order_relaxed) == 0)
            return NULL;
    }
    return NULL;
}

void counters_add(struct counters *counters, struct counter_key key)
{
    struct counter_cell *cell = find(counters, pack(key));
    if (cell == NULL)
        cell = find(counters, is_used);
    if (cell != NULL)
        atomic_fetch_add_explicit(&cell->value, 1, memory_order_relaxed);
}

bool counters_next(const struct counters *counters, size_t *at, struct counter_key *key,
                   uint64_t *value)
{
    for (; *at < ARRAY_LEN(counters->cells); ++*at) {
        const struct counter_cell *cell = &counters->cells[*at];
        uint_fast64_t packed = atomic_load_explicit(&cell->key, memory_order_relaxed);
        *value = atomic_load_explicit(&cell->value, memory_order_relaxed);
        if (packed == 0 || *value == 0)
            continue;
        *key = unpack(packed);
        ++*at;
        return true;
    }
    return false;
}
