#include "decision_log.h"

#include "base/limits.h"
#include "runtime/log.h"

/* No name makes a line so long that it is lost. */
static struct text bounded(struct text value)
{
    return text_slice(value, 0, LIMIT_QUOTED_BYTES);
}

/* The ids of the rules that found something, each once, in their order. */
static size_t rules_of(const struct verdict *verdict, struct text ids[RULE_COUNT])
{
    unsigned seen = verdict_rules(verdict);
    size_t count = 0;
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        if ((seen & (1U << rule)) != 0)
            ids[count++] = text_from_string(rule_at(rule)->id);
    }
    return count;
}

static void log_decision(const struct admission *admission, uint64_t duration_ns)
{
    const struct subject *subject = &admission->subject;
    const struct verdict *verdict = &admission->verdict;
    const struct environment *environment = verdict->environment;
    struct text rules[RULE_COUNT];
    size_t rule_count = rules_of(verdict, rules);
    log_info("decision", LOG_TEXT("uid", admission->uid),
             LOG_TEXT("environment", environment != NULL ? environment->name : TEXT("")),
             LOG_STRING("decision", verdict_decision_name(verdict)),
             LOG_TEXT("kind", bounded(subject->kind)),
             LOG_TEXT("namespace", bounded(subject->scope.namespace)),
             LOG_TEXT("name", bounded(subject->name)),
             LOG_TEXT("operation", bounded(admission->operation)),
             LOG_TEXT("user", bounded(subject->requester.name)),
             LOG_BOOLEAN("dryRun", admission->dry_run), LOG_LIST("rules", rules, rule_count),
             LOG_NUMBER("images", verdict->image_count),
             LOG_MILLISECONDS("durationMs", duration_ns));
}

/* Whether decisions are logged or not: somebody went around the rules, and said why. */
static void log_break_glass(const struct admission *admission)
{
    const struct subject *subject = &admission->subject;
    log_warn("break-glass used", LOG_TEXT("uid", admission->uid),
             LOG_TEXT("user", bounded(subject->requester.name)),
             LOG_TEXT("reason", bounded(subject_break_glass_reason(subject))),
             LOG_TEXT("kind", bounded(subject->kind)),
             LOG_TEXT("namespace", bounded(subject->scope.namespace)),
             LOG_TEXT("name", bounded(subject->name)), LOG_BOOLEAN("dryRun", admission->dry_run));
}

void decision_log(const struct logging_settings *settings, const struct admission *admission,
                  uint64_t duration_ns)
{
    static struct log_limit limit;
    uint64_t left_out;
    if (admission->failure.kind != ERROR_NONE && log_limit_allows(&limit, &left_out))
        log_error("object could not be judged", LOG_TEXT("uid", admission->uid),
                  LOG_ERROR(&admission->failure), LOG_NUMBER("leftOut", left_out));
    if ((verdict_mitigations(&admission->verdict) & 1U << MITIGATION_BREAK_GLASS) != 0)
        log_break_glass(admission);
    if (settings->decisions)
        log_decision(admission, duration_ns);
}
