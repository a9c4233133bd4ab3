/* metrics_counters.h - the counters as samples: which column of a key is which label. */
#ifndef SERVER_METRICS_COUNTERS_H
#define SERVER_METRICS_COUNTERS_H

#include "metrics.h"

enum counter_set {
    COUNTER_SET_REVIEWS,
    COUNTER_SET_FINDINGS,
    COUNTER_SET_EXEMPTED,
    COUNTER_SET_BREAK_GLASS,
    COUNTER_SET_RESPONSES,
};

void metrics_put_counters(const struct metrics *metrics, enum counter_set set,
                          const struct metric_family *family, struct buffer *out);

/* The number that a status has in a key; 0 for those that no handler answers with. */
uint8_t metrics_status_number(unsigned status);

#endif
