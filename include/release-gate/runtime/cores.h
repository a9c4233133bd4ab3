/* cores.h - how many threads can run at the same time here. */
#ifndef RUNTIME_CORES_H
#define RUNTIME_CORES_H

#include "base/text.h"

/* The cores that this process may run on, or fewer if its control group has a quota (cgroup v2
 * cpu.max, rounded up). At least 1. */
unsigned cores_usable(void);

/* The quota in "50000 100000" or "max 100000" as whole cores, rounded up; 0: none. */
unsigned cores_of_quota(struct text cpu_max);

#endif
