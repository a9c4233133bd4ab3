#include "core/verdict.h"

const char *outcome_name(enum outcome outcome)
{
    static const char *const names[] = {
        [OUTCOME_DENY] = "deny",
        [OUTCOME_WARN] = "warn",
        [OUTCOME_NOTE] = "note",
    };
    return names[outcome];
}

const char *mitigation_name(enum mitigation mitigation)
{
    static const char *const names[] = {
        [MITIGATION_NONE] = "",
        [MITIGATION_EXEMPTION] = "exemption",
        [MITIGATION_RATCHET] = "unchanged",
        [MITIGATION_CONTROLLER_POD] = "controller-pod",
        [MITIGATION_BREAK_GLASS] = "break-glass",
        [MITIGATION_MODE] = "mode",
    };
    _Static_assert(ARRAY_LEN(names) == MITIGATION_COUNT, "every mitigation has its name");
    return names[mitigation];
}

const char *verdict_decision_name(const struct verdict *verdict)
{
    if (!verdict->allowed)
        return "deny";
    return verdict->outcome_counts[OUTCOME_WARN] != 0 ? "warn" : "allow";
}

unsigned verdict_rules(const struct verdict *verdict)
{
    unsigned rules = 0;
    for (size_t i = 0; i < verdict->finding_count; i++)
        rules |= 1U << rule_index_of(verdict->findings[i].rule);
    return rules;
}

unsigned verdict_mitigations(const struct verdict *verdict)
{
    unsigned mitigations = 0;
    for (size_t i = 0; i < verdict->finding_count; i++)
        mitigations |= 1U << (unsigned)verdict->findings[i].mitigation;
    return mitigations;
}
