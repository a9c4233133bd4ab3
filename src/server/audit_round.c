#include "audit_round.h"

#include "audit/audit.h"
#include "runtime/clock.h"

enum { MAX_FINDINGS = 1 }; /* the metrics need their numbers only */

static bool see(void *closure, const struct subject *subject, const struct verdict *verdict)
{
    struct audit_round *round = closure;
    return audit_sample_see(&round->sample, subject, verdict) &&
           (!round->config->audit.writes_open_reports ||
            open_reports_see(&round->reports, subject, verdict));
}

static bool list(struct audit_round *round, struct cluster *cluster,
                 const struct audit_progress *progress, struct error *error)
{
    struct report report;
    report_init(&report, MAX_FINDINGS);
    struct audit_terms terms = {
        .policy = round->config->policy,
        .today = clock_today(),
        .report = &report,
        .see = see,
        .closure = round,
    };
    struct audit *engine = audit_new(&terms);
    round->is_listed = engine != NULL || error_no_memory(error);
    const struct audit_group group = {&engine, 1};
    round->is_listed = round->is_listed && audit_cluster(&group, cluster, progress, error);
    if (round->is_listed && report.problems.count != 0)
        *error = report.problems.items[0];
    audit_free(engine);
    report_release(&report);
    return error->kind == ERROR_NONE;
}

bool audit_round_run(struct audit_round *round, const struct config *config,
                     struct cluster *cluster, const struct audit_progress *progress,
                     struct error *error)
{
    uint64_t start_ns = clock_monotonic_ns();
    *round = (struct audit_round){.config = config};
    open_reports_init(&round->reports, clock_now_s());
    round->is_whole = (audit_sample_init(&round->sample, config) || error_no_memory(error)) &&
                      list(round, cluster, progress, error);
    round->duration_ns = clock_monotonic_ns() - start_ns;
    return round->is_whole;
}

void audit_round_release(struct audit_round *round)
{
    audit_sample_release(&round->sample);
    open_reports_release(&round->reports);
}
