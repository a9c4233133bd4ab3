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

bool namespace_guard_allows(const struct policy *policy, const struct subject *subject)
{
    if (subject->operation == OPERATION_DELETE || subject->operation == OPERATION_CONNECT)
        return true;
    if (subject->object != NULL && text_equal(namespace_environment_label(subject->object),
                                              namespace_environment_label(subject->old_object)))
        return true;
    return text_lists_meet(&policy->guard_groups, &subject->requester.groups);
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

void namespace_guard_put_denial(struct buffer *out, const struct subject *subject)
{
    const struct rule *rule = rule_at(RULE_NAMESPACE_LABEL);
    buffer_put(out, TEXT("Namespace "));
    escape_for_terminal(out, subject->name, LIMIT_QUOTED_BYTES);
    buffer_put(out, TEXT(" label " ENVIRONMENT_LABEL " would change from "));
    put_value(out, namespace_environment_label(subject->old_object));
    buffer_put(out, TEXT(" to "));
    put_value(out, namespace_environment_label(subject->object));
    buffer_printf(out, ", which %s [%s]; %s", rule->is, rule->id, rule->fix);
}
