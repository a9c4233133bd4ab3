/* audit.h - what is in a cluster already, judged as if it came in now. */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "core/gate.h"
#include "core/policy.h"
#include "core/verdict.h"
#include "document/manifest.h"
#include "report/report.h"

/* What all objects have in common. Borrowed. */
struct audit_terms {
    const struct policy *policy;
    struct text environment; /* empty: the namespace's label, then its name decides */
    struct text namespace;   /* only objects in it; empty: in all of them */
    unsigned today;          /* as 20261124 */
    struct report *report;   /* gets findings, inventory and what could not be judged */
    /* Called for each object that is added to the report, if not NULL. The subject of a pod is the
     * workload that owns it. False when there is no memory. */
    bool (*see)(void *closure, const struct subject *subject, const struct verdict *verdict);
    void *closure;
};

struct audit_counts {
    size_t objects;    /* handed to audit_judge */
    size_t attributed; /* counted with the workload that owns them */
    size_t ended;      /* pods and jobs that do not run any more */
};

/* One audit. Memory grows with namespaces, workloads and findings, not with pods. */
struct audit;

/* `terms` must outlive the audit. NULL when there is no memory. */
MUST_CHECK struct audit *audit_new(const struct audit_terms *terms);
void audit_free(struct audit *audit);
const struct audit_terms *audit_terms(const struct audit *audit);

/* Every object comes here first, or at least its namespace and whatever owns it: it remembers the
 * environments of namespaces and what the templates of workloads name. False when there is no
 * memory. */
MUST_CHECK bool audit_collect(struct audit *audit, const struct manifest *manifest);

/* Then here: it is judged and added to the report. What a workload owns that was collected too is
 * not counted again; of such a pod only the images are added that the workload's template does not
 * name, once for each workload. What cannot be judged is a problem in the report. `file` names
 * where the object came from. False when there is no memory. */
MUST_CHECK bool audit_judge(struct audit *audit, struct text file, const struct manifest *manifest);

struct audit_counts audit_counts(const struct audit *audit);

#endif
