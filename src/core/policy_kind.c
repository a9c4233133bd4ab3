#include "core/policy.h"

static const struct wanted **want_all(struct arena *memory, const struct kind *kinds, size_t count)
{
    const struct wanted **wanted = arena_take(memory, count, sizeof(const struct wanted *));
    for (size_t i = 0; wanted != NULL && i < count; i++) {
        wanted[i] = wanted_of_kind(&kinds[i], memory);
        if (wanted[i] == NULL)
            return NULL;
    }
    return wanted;
}

bool policy_want_kinds(struct policy *policy)
{
    size_t count;
    const struct kind *built_in = kind_built_in_table(&count);
    policy->kinds_wanted = want_all(&policy->memory, policy->kinds, policy->kind_count);
    policy->built_in_wanted = want_all(&policy->memory, built_in, count);
    return policy->kinds_wanted != NULL && policy->built_in_wanted != NULL;
}

const struct kind *policy_find_kind(const struct policy *policy, struct text group,
                                    struct text kind)
{
    for (size_t i = 0; i < policy->kind_count; i++) {
        if (text_equal(policy->kinds[i].kind, kind) && text_equal(policy->kinds[i].group, group))
            return &policy->kinds[i];
    }
    return kind_find_built_in(group, kind);
}

static const struct wanted *wanted_at(const struct wanted **wanted, ptrdiff_t index)
{
    return wanted != NULL ? wanted[index] : &wanted_whole;
}

const struct wanted *policy_wanted(const struct policy *policy, struct text group, struct text kind)
{
    size_t count;
    const struct kind *built_in = kind_built_in_table(&count);
    const struct kind *found = policy_find_kind(policy, group, kind);
    if (found == NULL)
        return &wanted_search;
    if (found >= built_in && found < built_in + count)
        return wanted_at(policy->built_in_wanted, found - built_in);
    return wanted_at(policy->kinds_wanted, found - policy->kinds);
}
