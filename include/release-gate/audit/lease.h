/* lease.h - one replica at a time: a Lease of coordination.k8s.io/v1, as client-go's leader
 * election uses it. */
#ifndef AUDIT_LEASE_H
#define AUDIT_LEASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/check.h"
#include "base/error.h"
#include "cluster/cluster.h"

enum { LEASE_TEXT_BYTES = 256 };

/* What one replica knows of the lease. Clocks of others are not trusted: a lease has run out when
 * it has not changed for its duration by the own clock. */
struct lease {
    const char *namespace;
    const char *name;
    const char *holder; /* this replica; not empty */
    uint32_t duration_s;
    bool is_held;
    uint64_t renewed_ns;             /* when this replica took or renewed it */
    uint64_t seen_ns;                /* when it was last seen to change */
    char seen[LEASE_TEXT_BYTES * 2]; /* holder and time of renewal then */
};

/* The time twice: as the lease says it, "2026-11-24T03:00:14.123Z", and by a clock that never goes
 * back. */
struct lease_time {
    const char *text;
    uint64_t ns;
};

/* Takes the lease if nobody holds it or it has run out, or renews it; `is_held` says whether it is
 * this replica's then. False, with the reason, if the API server cannot be asked: the lease is then
 * held until its duration is over. */
MUST_CHECK bool lease_try(struct lease *lease, struct cluster *cluster, struct lease_time now,
                          struct error *error);

/* Gives it back, so that another replica need not wait. */
void lease_release(struct lease *lease, struct cluster *cluster, struct lease_time now);

#endif
