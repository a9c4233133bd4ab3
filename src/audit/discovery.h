/* discovery.h - which kinds that name images a cluster serves, and where. */
#ifndef AUDIT_DISCOVERY_H
#define AUDIT_DISCOVERY_H

#include <stdbool.h>
#include <stddef.h>

#include "audit/live.h"
#include "cluster/cluster.h"
#include "core/policy.h"

/* In which order kinds are listed: owners before what they own. */
enum listing_order {
    LISTING_CUSTOM,
    LISTING_WORKLOAD,
    LISTING_MADE, /* by a workload: ReplicaSet, Job */
    LISTING_POD,
    LISTING_NEVER,
};

/* A kind that the cluster serves. */
struct listed_kind {
    enum listing_order order;
    struct text group;
    struct text kind;
    struct text resource;
    bool is_namespaced;
    char base[256]; /* "/apis/apps/v1" */
};

struct discovery {
    struct listed_kind *kinds; /* in their order */
    size_t count;
    size_t capacity;
    struct arena memory; /* of the texts */
};

void discovery_init(struct discovery *discovery);
void discovery_release(struct discovery *discovery);

/* False, with the reason and the status of the answer, if the API server does not say what it
 * serves. */
MUST_CHECK bool discovery_ask(struct discovery *discovery, const struct audit_group *group,
                              struct cluster *cluster, unsigned *status, struct error *error);

#endif
