#include "expression.h"

#include "base/escape.h"
#include "core/gate.h"
#include "re2.h"
#include "recogniser.h"

static void put_list(const struct text_list *texts, struct buffer *out)
{
    buffer_put_char(out, '[');
    for (size_t i = 0; i < texts->count; i++) {
        buffer_put(out, i == 0 ? TEXT("") : TEXT(", "));
        escape_for_json(out, texts->items[i]); /* which is a CEL string, too */
    }
    buffer_put_char(out, ']');
}

void environment_expression_put(const struct policy *policy, struct buffer *out)
{
    buffer_put(out, TEXT("      variables.label in ["));
    for (size_t i = 0; i < policy->environment_count; i++)
        buffer_printf(out, "%s'%.*s'", i == 0 ? "" : ", ", TEXT_ARGS(policy->environments[i].name));
    buffer_put(out, TEXT("] ? variables.label :\n"));
    for (size_t i = 0; i < policy->environment_count; i++) {
        const struct environment *environment = &policy->environments[i];
        if (environment->namespaces.count == 0)
            continue;
        buffer_put(out, TEXT("      request.namespace.matches(r'"));
        re2_put_globs(out, &environment->namespaces);
        buffer_printf(out, "') ? '%.*s' :\n", TEXT_ARGS(environment->name));
    }
    buffer_printf(out, "      '%.*s'\n", TEXT_ARGS(policy->default_environment->name));
}

static void put_controllers(struct buffer *out)
{
    buffer_put(out, TEXT("      request.kind.kind in "));
    put_list(&gate_controlled_kinds, out);
    buffer_put(out, TEXT(" && request.userInfo.username.matches(r'"));
    re2_put_globs(out, &gate_controllers);
    buffer_put(out, TEXT("')"));
}

static void put_break_glass(const struct policy *policy, struct buffer *out)
{
    buffer_put(
        out, TEXT("      has(request.userInfo.groups) && request.userInfo.groups.exists(g, g in "));
    put_list(&policy->break_glass_groups, out);
    buffer_put(out, TEXT(") &&\n"
                         "      has(object.metadata.annotations) && '" BREAK_GLASS_ANNOTATION
                         "' in object.metadata.annotations &&\n"
                         "      object.metadata.annotations['" BREAK_GLASS_ANNOTATION
                         "'].trim() != ''"));
}

void pass_expression_put(const struct policy *policy, struct buffer *out)
{
    bool controllers_pass = policy->controller_pods != ACTION_DENY;
    bool glass_can_break = policy->break_glass_groups.count != 0;
    if (controllers_pass)
        put_controllers(out);
    if (controllers_pass && glass_can_break)
        buffer_put(out, TEXT(" ||\n"));
    if (glass_can_break)
        put_break_glass(policy, out);
    if (!controllers_pass && !glass_can_break)
        buffer_put(out, TEXT("      false"));
    buffer_put_char(out, '\n');
}

/* Between references and their parts each step is a map, since CEL has no other way to name what is
 * used twice. A reference that matches has at most one '@' and a ':' behind the last '/' only
 * before its tag. */
void reference_expression_put(const struct policy *policy, struct buffer *out)
{
    bool digest_decides = policy->digest_with_tag == DIGEST_WITH_TAG_BY_DIGEST;
    buffer_printf(out,
                  "      variables.uses.map(u, {'list': u.list, 'name': u.name, 'image': u.image,\n"
                  "        'named': u.image.split('@')[0],\n"
                  "        'colon': u.image.split('@')[0].find(r':[^/:]*\\z')}).map(u,\n"
                  "        {'list': u.list, 'name': u.name, 'image': u.image,\n"
                  "        'repository': u.named.substring(0, u.named.size() - u.colon.size()),\n"
                  "        'tag': u.image.size() > 255 || u.image.matches(r'^[0-9a-f]{64}\\z') ||\n"
                  "          !u.image.matches(r'%s') ? '!' :\n"
                  "          u.image.contains('@')%s ? '@' : u.colon})\n",
                  recogniser_reference, digest_decides ? "" : " && u.colon == ''");
}

tag_class_set expression_accepted_classes(const struct environment *environment)
{
    tag_class_set accepted = 0;
    for (unsigned class = 0; class < TAG_CLASS_COUNT; class ++) {
        if (environment->image_rules[class] != ACTION_DENY)
            accepted |= tag_class_bit((enum tag_class) class);
    }
    return accepted;
}

/* The admin's rows come first. One whose pattern CEL may read otherwise is left out if it would
 * accept, and refuses every tag of its images if not. */
static void put_rule(const struct tag_rule *rule, bool accepts, struct buffer *out)
{
    bool is_same = re2_is_same(rule->pattern);
    if (accepts && !is_same)
        return;
    buffer_put(out, TEXT("        u.tag.startsWith(':')"));
    if (rule->image_count != 0) {
        struct text_list images = {rule->images, rule->image_count};
        buffer_put(out, TEXT(" && u.repository.matches(r'"));
        re2_put_globs(out, &images);
        buffer_put(out, TEXT("')"));
    }
    if (is_same)
        buffer_printf(out, " && u.tag.substring(1).matches(r'(?i:%.*s)')",
                      TEXT_ARGS(rule->pattern));
    buffer_printf(out, " ? %s :\n", accepts ? "true" : "false");
}

void refused_expression_put(const struct policy *policy, const struct environment *environment,
                            struct buffer *out)
{
    tag_class_set accepted = expression_accepted_classes(environment);
    buffer_put(out, TEXT("      variables.references.filter(u, !(\n"));
    for (size_t i = 0; i < tag_table_rule_count(policy->tags); i++) {
        struct tag_rule rule = tag_table_rule(policy->tags, i);
        put_rule(&rule, (accepted & tag_class_bit(rule.class)) != 0, out);
    }
    buffer_put(out, TEXT("        u.tag.matches(r'"));
    recogniser_put(accepted & ~tag_class_bit(TAG_INVALID), out);
    buffer_put(out,
               TEXT("')) &&\n"
                    "        !(request.operation == 'UPDATE' && variables.before.exists(b,\n"
                    "          b.list == u.list && b.name == u.name && b.image == u.image)))\n"));
}
