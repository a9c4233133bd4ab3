#include "remarks.h"

#include "base/escape.h"
#include "expression.h"
#include "re2.h"
#include "recogniser.h"

static void put_environment(const struct environment *environment, struct buffer *out)
{
    struct text name = environment->name;
    tag_class_set accepted = expression_accepted_classes(environment);
    if (!environment_denies(environment)) {
        buffer_printf(out, "# - %.*s denies nothing and has no policy.\n", TEXT_ARGS(name));
        return;
    }
    if ((accepted & tag_class_bit(TAG_UNKNOWN)) != 0 && !recogniser_takes_all_tags(accepted))
        buffer_printf(out, "# - %.*s accepts tags of the class unknown; here they are refused.\n",
                      TEXT_ARGS(name));
    if ((accepted & tag_class_bit(TAG_INVALID)) != 0)
        buffer_printf(out, "# - %.*s accepts invalid references; here they are refused.\n",
                      TEXT_ARGS(name));
}

static void put_environments(const struct policy *policy, const struct environment *only,
                             struct buffer *out)
{
    for (size_t i = 0; i < policy->environment_count; i++) {
        if (only == NULL || only == &policy->environments[i])
            put_environment(&policy->environments[i], out);
    }
}

static void put_exemptions(const struct policy *policy, struct buffer *out)
{
    for (size_t i = 0; i < policy->exemption_count; i++) {
        const struct exemption *exemption = &policy->exemptions[i];
        buffer_put(out, TEXT("# - CEL has no clock, so this exemption is left out: "));
        escape_for_terminal(out, exemption->name, 0);
        buffer_printf(out, " (until %u)\n", exemption->until);
    }
}

static void put_tag_rules(const struct policy *policy, struct buffer *out)
{
    for (size_t i = 0; i < tag_table_rule_count(policy->tags); i++) {
        struct tag_rule rule = tag_table_rule(policy->tags, i);
        if (re2_is_same(rule.pattern))
            continue;
        buffer_put(out, TEXT("# - CEL may read this pattern of tagClasses otherwise, so nothing is "
                             "accepted by it: "));
        escape_for_terminal(out, rule.pattern, 0);
        buffer_put_char(out, '\n');
    }
}

/* An admin may say more of a kind that the policies judge, too. */
static void put_workloads(const struct policy *policy, struct buffer *out)
{
    for (size_t i = 0; i < policy->kind_count; i++) {
        const struct kind *kind = &policy->kinds[i];
        buffer_put(out, TEXT("# - What workloads says of the kind "));
        escape_for_terminal(out, kind->kind, 0);
        buffer_put(out, kind->group.len == 0 ? TEXT("") : TEXT("."));
        escape_for_terminal(out, kind->group, 0);
        buffer_put(out, TEXT(".\n"));
    }
}

void remarks_put(const struct policy *policy, const struct environment *only, struct buffer *out)
{
    buffer_printf(out, "# The policy %s of release-gate, as far as CEL can say it.\n",
                  policy->hash);
    buffer_put(out,
               TEXT("# What is accepted here the webhook accepts, too; it accepts more:\n"
                    "# - A tag that is not certainly of an accepted class is refused.\n"
                    "# - What only warns passes in silence.\n"
                    "# - A label that names no environment counts as none, as it does there.\n"));
    put_environments(policy, only, out);
    put_exemptions(policy, out);
    put_tag_rules(policy, out);
    buffer_put(out,
               TEXT("# Left to the webhook:\n"
                    "# - Custom resources, the objects of Argo CD and Flux among them, and any\n"
                    "#   other kind than those in resourceRules.\n"
                    "# - The guard of the environment label of namespaces.\n"
                    "# - The namespaces " VAP_EXCLUDED_NAMESPACES ",\n"
                    "#   which the webhooks of the chart leave out, too.\n"));
    put_workloads(policy, out);
}
