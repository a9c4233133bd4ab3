/* cores.h - how many threads can run at the same time here. */
#ifndef RUNTIME_CORES_H
#define RUNTIME_CORES_H

#include "base/text.h"

/* The cores that this process may run on, or fewer if its control group or one above has a quota.
 * At least 1. */
unsigned cores_usable(void);

/* The smallest quota of the groups that `groups_file` (cgroups(7), /proc/PID/cgroup) names, and of
 * those above them, below `mount` (/sys/fs/cgroup): cpu.max of cgroup v2, cpu.cfs_quota_us of v1.
 * As whole cores, rounded up; 0: none. */
unsigned cores_granted(const char *groups_file, const char *mount);

/* The quota in "50000 100000" or "max 100000", the same way. */
unsigned cores_of_quota(struct text cpu_max);

#endif
