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

/* Audits that are made of one listing: each object goes to all of them, one after the other. Their
 * namespace is one and the same. */
struct audit_group {
    struct audit *const *items;
    size_t count;
};

/* Asks which kinds of the policies and of the built-in table the cluster serves and lists them, one
 * page in memory at a time: namespaces, then workloads, then what they make, pods last. A kind that
 * may not be listed is a problem in the first report. False, with the reason, if the cluster cannot
 * be reached, does not know who asks, or there is no memory (ERROR_MEMORY). */
MUST_CHECK bool audit_cluster(const struct audit_group *group, struct cluster *cluster,
                              const struct audit_progress *progress, struct error *error);

#endif
