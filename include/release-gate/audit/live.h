/* live.h - the objects of a cluster, listed kind by kind and audited. */
#ifndef AUDIT_LIVE_H
#define AUDIT_LIVE_H

#include "audit/audit.h"
#include "cluster/cluster.h"

/* How far it is. Called for every page and every kind; may be NULL. */
struct audit_progress {
    void (*show)(void *closure, const char *resource, size_t objects);
    void *closure;
};

/* Asks which kinds of the policy and of the built-in table the cluster serves and lists them, one
 * page in memory at a time: namespaces, then workloads, then what they make, pods last. A kind that
 * may not be listed is a problem in the report. False, with the reason, if the cluster cannot be
 * reached, does not know who asks, or there is no memory (ERROR_MEMORY). */
MUST_CHECK bool audit_cluster(struct audit *audit, const struct audit_terms *terms,
                              struct cluster *cluster, const struct audit_progress *progress,
                              struct error *error);

#endif
