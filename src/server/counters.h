/* counters.h - numbers that only grow, one for each combination of labels that occurred. */
#ifndef SERVER_COUNTERS_H
#define SERVER_COUNTERS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    COUNTERS_COLUMNS = 7,
    COUNTERS_CELLS = 4096, /* a power of two; half of them are used */
};

/* What is counted: the number of each label's value, as its label_names or enum has it. */
struct counter_key {
    uint8_t columns[COUNTERS_COLUMNS];
};

struct counter_cell {
    atomic_uint_fast64_t key; /* 0: free; never changes afterwards */
    atomic_uint_fast64_t value;
};

/* All zeros is none. Counting takes no lock and no memory. When there is no room for a new
 * combination it is counted with all columns 0, so that sums stay right. */
struct counters {
    struct counter_cell cells[COUNTERS_CELLS];
    atomic_size_t used;
};

void counters_add(struct counters *counters, struct counter_key key);

/* The next combination from cell `*at` on, which moves behind it; start at 0. False: no more. */
bool counters_next(const struct counters *counters, size_t *at, struct counter_key *key,
                   uint64_t *value);

#endif
