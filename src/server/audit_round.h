/* audit_round.h - one audit of the server: metrics, and reports in the cluster. */
#ifndef SERVER_AUDIT_ROUND_H
#define SERVER_AUDIT_ROUND_H

#include <stdint.h>

#include "audit/live.h"
#include "audit/open_reports.h"
#include "audit_sample.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "cluster/cluster.h"
#include "config/config.h"

struct audit_round {
    const struct config *config;
    struct audit_sample sample;
    struct open_reports reports; /* empty unless audit.report.openreports */
    uint64_t duration_ns;        /* of the listing */
    bool is_listed;              /* there is something to tell */
    bool is_whole;               /* nothing was left out */
};

/* `config` is borrowed until release. Lists and judges what is in the cluster. False, with the
 * reason, if it is not whole; release in every case. `progress` may be NULL. */
MUST_CHECK bool audit_round_run(struct audit_round *round, const struct config *config,
                                struct cluster *cluster, const struct audit_progress *progress,
                                struct error *error);
void audit_round_release(struct audit_round *round);

#endif
