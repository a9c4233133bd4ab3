/* histogram.h - how often something took how long. */
#ifndef SERVER_HISTOGRAM_H
#define SERVER_HISTOGRAM_H

#include <stdatomic.h>
#include <stdint.h>

#include "runtime/exposition.h"

enum { HISTOGRAM_BUCKETS = 18 }; /* the last one: longer than all limits */

/* All zeros is empty. Adding takes no lock. */
struct histogram {
    atomic_uint_fast64_t counts[HISTOGRAM_BUCKETS];
    atomic_uint_fast64_t sum_ns;
};

void histogram_add(struct histogram *histogram, uint64_t duration_ns);

void histogram_put(const struct histogram *histogram, const struct metric_family *family,
                   struct buffer *out);

#endif
