/* doctor_facts.h - what an API server says of an installation. */
#ifndef COMMAND_DOCTOR_FACTS_H
#define COMMAND_DOCTOR_FACTS_H

#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"
#include "cluster/cluster.h"
#include "doctor/doctor.h"

/* `name` is that of the ValidatingWebhookConfiguration; NULL: the one with the chart's label. What
 * cannot be read is a fact with a problem. False, with the reason, if the cluster cannot be
 * reached, several would do, or there is no memory; the facts are to be released either way. Texts
 * live in `arena`. */
MUST_CHECK bool doctor_facts_gather(struct cluster *cluster, const char *name, struct arena *arena,
                                    struct doctor_facts *facts, struct error *error);
void doctor_facts_release(struct doctor_facts *facts);

#endif
