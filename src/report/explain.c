#include "report/explain.h"

#include "base/escape.h"
#include "core/rule.h"

bool explain_image(const struct policy *policy, struct text image, struct explanation *explanation,
                   struct error *error)
{
    struct text trimmed = text_trim_blanks(image);
    *explanation = (struct explanation){
        .image = image,
        .had_blanks = trimmed.len != image.len,
        .tag = {.class = TAG_INVALID},
    };
    explanation->fault = image_ref_parse(trimmed, &explanation->ref);
    if (explanation->fault != IMAGE_REF_VALID) {
        explanation->tag.reason = image_ref_fault_text(explanation->fault);
        return true;
    }
    struct image_ref judged = explanation->ref;
    if (policy->digest_with_tag == DIGEST_WITH_TAG_BY_DIGEST && judged.digest.len != 0)
        judged.tag = (struct text){0};
    return tag_classify(policy->tags, &judged, &explanation->tag, error);
}

enum action explain_action(const struct explanation *explanation,
                           const struct environment *environment)
{
    enum action action = environment->image_rules[explanation->tag.class];
    if (environment->mode == ENFORCEMENT_AUDIT)
        return ACTION_ALLOW;
    if (environment->mode == ENFORCEMENT_WARN && action == ACTION_DENY)
        return ACTION_WARN;
    return action;
}

static void put_row(struct buffer *out, const char *label, struct text value)
{
    if (value.len == 0)
        return;
    buffer_printf(out, "  %-11s ", label);
    escape_for_terminal(out, value, 0);
    buffer_put_char(out, '\n');
}

/* Our own words and the admin's patterns, which would be unreadable with every '\\' doubled. */
static void put_plain_row(struct buffer *out, const char *label, struct text value)
{
    if (value.len != 0)
        buffer_printf(out, "  %-11s %.*s\n", label, TEXT_ARGS(value));
}

static void put_environment_row(struct buffer *out, const struct explanation *explanation,
                                const struct environment *environment)
{
    static const char *const modes[] = {
        [ENFORCEMENT_ENFORCE] = "",
        [ENFORCEMENT_WARN] = " (mode warn)",
        [ENFORCEMENT_AUDIT] = " (mode audit: only recorded)",
    };
    buffer_printf(out, "  %-11.*s %s%s\n", TEXT_ARGS(environment->name),
                  action_name(explain_action(explanation, environment)), modes[environment->mode]);
}

void explain_put_text(struct buffer *out, const struct policy *policy,
                      const struct explanation *explanation, const struct environment *only)
{
    const struct rule *rule = rule_of_class(explanation->tag.class);
    escape_for_terminal(out, explanation->image, 0);
    buffer_put_char(out, '\n');
    put_row(out, "registry", explanation->ref.registry);
    put_row(out, "repository", explanation->ref.repository);
    put_row(out, "tag", explanation->ref.tag);
    put_row(out, "digest", explanation->ref.digest);
    buffer_printf(out, "  %-11s %s [%s]\n", "class", rule->name, rule->id);
    put_plain_row(out, "because", text_from_string(explanation->tag.reason));
    put_plain_row(out, "pattern", explanation->tag.pattern);
    if (explanation->had_blanks)
        put_plain_row(out, "note", TEXT("judged without the blanks around it"));
    if (explanation->fault == IMAGE_REF_VALID && !image_ref_is_pullable(&explanation->ref))
        put_plain_row(out, "note", TEXT("no runtime can pull a tag with '+'"));
    for (size_t i = 0; i < policy->environment_count; i++) {
        if (only == NULL || only == &policy->environments[i])
            put_environment_row(out, explanation, &policy->environments[i]);
    }
}

static void put_member(struct buffer *out, const char *key, struct text value)
{
    buffer_printf(out, ",\"%s\":", key);
    escape_for_json(out, value);
}

static void put_environments(struct buffer *out, const struct policy *policy,
                             const struct explanation *explanation, const struct environment *only)
{
    const char *separator = "";
    buffer_put(out, TEXT(",\"environments\":{"));
    for (size_t i = 0; i < policy->environment_count; i++) {
        const struct environment *environment = &policy->environments[i];
        if (only != NULL && only != environment)
            continue;
        buffer_printf(out, "%s\"%.*s\":\"%s\"", separator, TEXT_ARGS(environment->name),
                      action_name(explain_action(explanation, environment)));
        separator = ",";
    }
    buffer_put_char(out, '}');
}

void explain_put_json(struct buffer *out, const struct policy *policy,
                      const struct explanation *explanation, const struct environment *only)
{
    const struct rule *rule = rule_of_class(explanation->tag.class);
    bool is_valid = explanation->fault == IMAGE_REF_VALID;
    buffer_put(out, TEXT("{\"image\":"));
    escape_for_json(out, explanation->image);
    put_member(out, "registry", explanation->ref.registry);
    put_member(out, "repository", explanation->ref.repository);
    put_member(out, "tag", explanation->ref.tag);
    put_member(out, "digest", explanation->ref.digest);
    put_member(out, "class", text_from_string(rule->name));
    put_member(out, "rule", text_from_string(rule->id));
    put_member(out, "reason", text_from_string(explanation->tag.reason));
    put_member(out, "pattern", explanation->tag.pattern);
    bool is_pullable =
        is_valid && !explanation->had_blanks && image_ref_is_pullable(&explanation->ref);
    buffer_printf(out, ",\"pullable\":%s", is_pullable ? "true" : "false");
    put_environments(out, policy, explanation, only);
    buffer_put_char(out, '}');
}
