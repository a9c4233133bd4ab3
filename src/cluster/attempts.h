/* attempts.h - whether to ask again, and after how long. */
#ifndef CLUSTER_ATTEMPTS_H
#define CLUSTER_ATTEMPTS_H

#include "transport.h"

/* Could another attempt at `method` end better than `attempt`, and do no harm? */
bool attempts_may_go_on(enum cluster_method method, const struct attempt *attempt);

/* What to wait after attempt `number` (from 0), in milliseconds: twice as long each time, between
 * half and all of it as `random` says, and no less than a Retry-After of up to half a minute. */
uint64_t attempts_pause_ms(unsigned number, uint64_t retry_after_s, uint32_t random);

#endif
