#include "destination.h"

#include "core/json_node.h"

struct text destination_namespace(const struct kind *kind, const struct subject *subject,
                                  struct json_object *object)
{
    if (kind == NULL || kind->destination.len == 0)
        return subject->scope.namespace;
    struct text destination = json_text(json_member_at(object, kind->destination));
    if (destination.len != 0 || !kind->destination_is_own)
        return destination;
    return subject->scope.namespace;
}

static size_t count_denied(const struct environment *environment)
{
    size_t count = environment->placeholders == ACTION_DENY ? 1 : 0;
    for (unsigned class = 0; class < TAG_CLASS_COUNT; class ++) {
        count += environment->revision_rules[class] == ACTION_DENY ? 1 : 0;
        count += environment->image_rules[class] == ACTION_DENY ? 1 : 0;
    }
    return count;
}

static const struct environment *strictest_environment(const struct policy *policy)
{
    const struct environment *strictest = &policy->environments[0];
    for (size_t i = 1; i < policy->environment_count; i++) {
        if (count_denied(&policy->environments[i]) > count_denied(strictest))
            strictest = &policy->environments[i];
    }
    return strictest;
}

const struct environment *destination_environment(const struct policy *policy,
                                                  const struct kind *kind,
                                                  const struct subject *subject,
                                                  struct json_object *object)
{
    struct scope scope = subject->scope;
    bool is_elsewhere = kind != NULL && kind->destination.len != 0;
    scope.namespace = destination_namespace(kind, subject, object);
    if (is_elsewhere && scope.namespace.len == 0 && scope.environment.len == 0 &&
        scope.label.len == 0)
        return strictest_environment(policy);
    return policy_environment_for(policy, &scope);
}

struct text subject_namespace(const struct policy *policy, const struct subject *subject)
{
    const struct kind *kind = policy_find_kind(policy, subject->group, subject->kind);
    return destination_namespace(kind, subject, subject->object);
}
