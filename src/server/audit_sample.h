/* audit_sample.h - what one audit found, as metrics: made once, told at each scrape. */
#ifndef SERVER_AUDIT_SAMPLE_H
#define SERVER_AUDIT_SAMPLE_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/check.h"
#include "config/config.h"
#include "core/gate.h"
#include "runtime/exposition.h"

/* Memory is bounded by twice audit.maxWorkloads and by environments times rules. */
struct audit_sample {
    const struct audit_settings *settings;
    const struct policy *policy;
    struct sample_list {
        struct buffer text;
        size_t count;
    } workloads, info; /* of release_gate_workload_info and of audit.infoMetric */
    struct metric_family info_family;
    uint64_t *seen; /* hashes of samples, so that none is told twice; 0: free */
    size_t seen_slots;
    uint64_t dropped;     /* workloads beyond the limit */
    uint64_t *violations; /* environment by environment, RULE_COUNT each */
};

/* Both are borrowed until audit_sample_put. False when there is no memory; release in every case.
 */
MUST_CHECK bool audit_sample_init(struct audit_sample *sample, const struct config *config);
void audit_sample_release(struct audit_sample *sample);

/* Adds an object: the `see` of struct audit_terms. */
bool audit_sample_see(void *sample, const struct subject *subject, const struct verdict *verdict);

/* Appends all families. */
void audit_sample_put(const struct audit_sample *sample, struct buffer *out);

/* The families, for the documentation; NULL behind the last. */
const struct metric_family *audit_sample_family(size_t index);

#endif
