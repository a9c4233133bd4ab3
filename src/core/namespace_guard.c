#include "core/namespace_guard.h"

#include "base/escape.h"
#include "base/limits.h"
#include "core/json_node.h"
#include "core/rule.h"

struct text namespace_environment_label(struct json_object *namespace)
{
    struct json_object *labels = json_member(json_member(namespace, "metadata"), "labels");
    return json_member_text(labels, ENVIRONMENT_LABEL);
}

static bool may_change(const struct policy *policy, const struct subject *subject)
{
    return text_lists_meet(&policy->guard_groups, &subject->requester.groups);
}

static bool is_meaningful(const struct policy *policy, struct text label)
{
    return label.len == 0 || policy_find_environment(policy, label) != NULL;
}

bool namespace_guard_allows(const struct policy *policy, const struct subject *subject)
{
    if (subject->operation == OPERATION_DELETE || subject->operation == OPERATION_CONNECT)
        return true;
    struct text label = namespace_environment_label(subject->object);
    if (subject->object != NULL &&
        text_equal(label, namespace_environment_label(subject->old_object)))
        return true;
    return may_change(policy, subject) && is_meaningful(policy, label);
}

static void put_value(struct buffer *out, struct text value)
{
    if (value.len == 0) {
        buffer_put(out, TEXT("no environment"));
        return;
    }
    buffer_put_char(out, '"');
    escape_for_terminal(out, value, LIMIT_QUOTED_BYTES);
    buffer_put_char(out, '"');
}

static void put_environments(struct buffer *out, const struct policy *policy)
{
    for (size_t i = 0; i < policy->environment_count; i++)
        buffer_printf(out, "%s%.*s", i == 0 ? "" : ", ", TEXT_ARGS(policy->environments[i].name));
}

void namespace_guard_put_denial(struct buffer *out, const struct policy *policy,
                                const struct subject *subject)
{
    const struct rule *rule = rule_at(RULE_NAMESPACE_LABEL);
    buffer_put(out, TEXT("Namespace "));
    escape_for_terminal(out, subject->name, LIMIT_QUOTED_BYTES);
    buffer_put(out, TEXT(" label " ENVIRONMENT_LABEL " would change from "));
    put_value(out, namespace_environment_label(subject->old_object));
    buffer_put(out, TEXT(" to "));
    put_value(out, namespace_environment_label(subject->object));
    if (!may_change(policy, subject)) {
        buffer_printf(out, ", which %s [%s]; %s", rule->is, rule->id, rule->fix);
        return;
    }
    buffer_printf(out, ", which is no environment [%s]; use one of: ", rule->id);
    put_environments(out, policy);
}
