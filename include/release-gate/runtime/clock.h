/* clock.h - what day it is, and how long something took. */
#ifndef RUNTIME_CLOCK_H
#define RUNTIME_CLOCK_H

#include <stdint.h>

#include "base/buffer.h"

/* In UTC, as 20261124. */
unsigned clock_today(void);

/* Seconds since 1970. */
uint64_t clock_now_s(void);

/* Never goes back; from an arbitrary start. */
uint64_t clock_monotonic_ns(void);
uint64_t clock_monotonic_ms(void); /* the same */

void clock_sleep_ms(uint64_t milliseconds);

/* The time now, in UTC: "2026-11-24T03:00:14.123Z" (RFC 3339). */
void clock_put_time(struct buffer *out);

#endif
