/* quantity.h - numbers, sizes and durations as people write them. */
#ifndef CONFIG_QUANTITY_H
#define CONFIG_QUANTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/text.h"

/* Each is false for anything else, also for what 64 bits cannot hold; `*result` is then 0. */

/* Decimal digits. */
MUST_CHECK bool quantity_read_number(struct text text, uint64_t *result);

/* Bytes, as a Kubernetes quantity: digits, then one of k, M, G, Ki, Mi, Gi or nothing. */
MUST_CHECK bool quantity_read_size(struct text text, uint64_t *bytes);

/* Milliseconds, as Go writes durations: one or more of digits and a unit of h, m, s, ms. */
MUST_CHECK bool quantity_read_duration(struct text text, uint64_t *milliseconds);

/* As 20270331, from 2027-03-31; the day must be in the calendar (Gregorian, from year 1). */
MUST_CHECK bool quantity_read_date(struct text text, unsigned *date);

/* The same back, in the largest units that are exact: "8Mi", "1m30s". */
void quantity_put_size(uint64_t bytes, struct buffer *out);
void quantity_put_duration(uint64_t milliseconds, struct buffer *out);
void quantity_put_date(unsigned date, struct buffer *out);

#endif
