#include "exemption.h"

#include "core/glob.h"

bool exemption_is_expired(const struct exemption *exemption, unsigned today)
{
    return today == 0 || today > exemption->until;
}

static bool list_holds(const struct text_list *globs, struct text value)
{
    return globs->count == 0 || glob_match_any(globs->items, globs->count, value);
}

static bool covers(const struct exemption *exemption, const struct exemption_query *query)
{
    if (exemption->classes != 0 && (exemption->classes & tag_class_bit(query->class)) == 0)
        return false;
    if (!list_holds(&exemption->environments, query->environment))
        return false;
    if (!list_holds(&exemption->namespaces, query->namespace))
        return false;
    return list_holds(&exemption->images, query->image) ||
           (query->name.len != 0 && list_holds(&exemption->images, query->name));
}

const struct exemption *exemption_find(const struct policy *policy,
                                       const struct exemption_query *query, unsigned today)
{
    const struct exemption *expired = NULL;
    for (size_t i = 0; i < policy->exemption_count; i++) {
        const struct exemption *exemption = &policy->exemptions[i];
        if (!covers(exemption, query))
            continue;
        if (!exemption_is_expired(exemption, today))
            return exemption;
        if (expired == NULL)
            expired = exemption;
    }
    return expired;
}
