/* condition.h - condition variables that wait by the clock that never goes back. */
#ifndef RUNTIME_CONDITION_H
#define RUNTIME_CONDITION_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

/* For pthread_cond_timedwait() until a condition_deadline(). */
void condition_init(pthread_cond_t *condition);

/* So many milliseconds from now. */
struct timespec condition_deadline(uint64_t milliseconds);

#endif
