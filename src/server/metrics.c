#include "metrics.h"

#include "metrics_counters.h"
#include "runtime/clock.h"

void metrics_init(struct metrics *metrics)
{
    label_names_init(&metrics->environments, "none");
    label_names_init(&metrics->kinds, "other");
    label_names_init(&metrics->exemptions, "other");
    metrics->started_s = clock_now_s();
}

void metrics_release(struct metrics *metrics)
{
    label_names_release(&metrics->environments);
    label_names_release(&metrics->kinds);
    label_names_release(&metrics->exemptions);
}

void metrics_learn(struct metrics *metrics, const struct policy *policy)
{
    size_t count = 0;
    const struct kind *built_in = kind_built_in_table(&count);
    for (size_t i = 0; i < count; i++)
        label_names_add(&metrics->kinds, built_in[i].kind);
    for (size_t i = 0; i < policy->kind_count; i++)
        label_names_add(&metrics->kinds, policy->kinds[i].kind);
    for (size_t i = 0; i < policy->environment_count; i++)
        label_names_add(&metrics->environments, policy->environments[i].name);
    for (size_t i = 0; i < policy->exemption_count; i++)
        label_names_add(&metrics->exemptions, policy->exemptions[i].name);
}

/* ---- Counting. */

static uint8_t decision_of(const struct verdict *verdict)
{
    if (!verdict->allowed)
        return OUTCOME_DENY;
    return verdict->outcome_counts[OUTCOME_WARN] != 0 ? OUTCOME_WARN : OUTCOME_NOTE;
}

/* A kind of the same name in a group that nobody configured is another kind. */
static uint8_t kind_of(const struct metrics *metrics, const struct policy *policy,
                       const struct subject *subject)
{
    bool is_known = kind_find_built_in(subject->group, subject->kind) != NULL;
    for (size_t i = 0; i < policy->kind_count && !is_known; i++)
        is_known = text_equal(policy->kinds[i].kind, subject->kind) &&
                   text_equal(policy->kinds[i].group, subject->group);
    return is_known ? label_names_find(&metrics->kinds, subject->kind) : 0;
}

static void count_finding(struct metrics *metrics, uint8_t environment,
                          const struct finding *finding)
{
    const struct exemption *exemption = finding->exemption;
    counters_add(&metrics->findings,
                 (struct counter_key){{environment, (uint8_t)rule_index_of(finding->rule),
                                       (uint8_t)finding->outcome}});
    if (exemption != NULL)
        counters_add(&metrics->exempted,
                     (struct counter_key){{label_names_find(&metrics->exemptions, exemption->name),
                                           finding->mitigation != MITIGATION_EXEMPTION}});
}

void metrics_count_review(struct metrics *metrics, const struct policy *policy,
                          const struct admission *admission, uint64_t duration_ns)
{
    const struct verdict *verdict = &admission->verdict;
    struct text name = verdict->environment != NULL ? verdict->environment->name : TEXT("");
    uint8_t environment = label_names_find(&metrics->environments, name);
    counters_add(&metrics->reviews,
                 (struct counter_key){{environment, kind_of(metrics, policy, &admission->subject),
                                       (uint8_t)admission->subject.operation, decision_of(verdict),
                                       admission->dry_run}});
    for (size_t i = 0; i < verdict->finding_count; i++)
        count_finding(metrics, environment, &verdict->findings[i]);
    if ((verdict_mitigations(verdict) & 1U << MITIGATION_BREAK_GLASS) != 0)
        counters_add(&metrics->break_glass,
                     (struct counter_key){{environment, admission->dry_run}});
    if (admission->failure.kind != ERROR_NONE)
        atomic_fetch_add_explicit(&metrics->failures, 1, memory_order_relaxed);
    histogram_add(&metrics->review_duration, duration_ns);
}

void metrics_count_response(struct metrics *metrics, const struct route *route, unsigned status)
{
    counters_add(&metrics->responses,
                 (struct counter_key){{route_number(route), metrics_status_number(status)}});
}

void metrics_count_shed(struct metrics *metrics, enum shed_reason reason)
{
    atomic_fetch_add_explicit(&metrics->shed[reason], 1, memory_order_relaxed);
}
