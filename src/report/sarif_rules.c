#include "sarif_rules.h"

#include "core/policy.h"
#include "core/rule.h"

/* What comes after is about requests, which a file has not. */
enum { DESCRIBED_RULES = RULE_NAMESPACE_LABEL };

static enum action strictest_action(enum tag_class class)
{
    size_t count;
    const struct environment *environments = policy_built_in_environments(&count);
    enum action strictest = ACTION_ALLOW;
    for (size_t i = 0; i < count; i++) {
        enum action action = environments[i].image_rules[class];
        strictest = action < strictest ? action : strictest;
    }
    return strictest;
}

/* What the strictest environment makes of it by default; each result has its own level. */
static const char *default_level(unsigned index)
{
    static const char *const levels[] = {
        [ACTION_DENY] = "error",
        [ACTION_WARN] = "warning",
        [ACTION_ALLOW] = "note",
    };
    if (index == RULE_UNREADABLE)
        return levels[ACTION_DENY];
    if (index >= TAG_CLASS_COUNT)
        return levels[ACTION_WARN];
    return levels[strictest_action((enum tag_class)index)];
}

static void put_message(struct emitter *emitter, const char *key, const char *before,
                        const char *text)
{
    struct buffer sentence = {0};
    buffer_printf(&sentence, "%s%s", before, text);
    emitter->out->failed = emitter->out->failed || sentence.failed;
    emitter_open_object(emitter, key);
    emitter_put_text(emitter, "text", buffer_text(&sentence));
    emitter_close(emitter);
    buffer_release(&sentence);
}

static void put_help(struct emitter *emitter, const struct rule *rule)
{
    struct buffer text = {0};
    buffer_printf(&text, "%s To fix it, %s.", rule->description, rule->fix);
    struct buffer markdown = {0};
    buffer_printf(&markdown, "%s\n\n**Fix:** %s.", rule->description, rule->fix);
    emitter->out->failed = emitter->out->failed || text.failed || markdown.failed;
    emitter_open_object(emitter, "help");
    emitter_put_text(emitter, "text", buffer_text(&text));
    emitter_put_text(emitter, "markdown", buffer_text(&markdown));
    emitter_close(emitter);
    buffer_release(&markdown);
    buffer_release(&text);
}

static void put_rule(struct emitter *emitter, unsigned index)
{
    const struct rule *rule = rule_at(index);
    emitter_open_object(emitter, NULL);
    emitter_put_string(emitter, "id", rule->id);
    emitter_put_string(emitter, "name", rule->name);
    put_message(emitter, "shortDescription", "Not accepted: ", rule->plural);
    put_message(emitter, "fullDescription", "", rule->description);
    put_help(emitter, rule);
    emitter_open_object(emitter, "defaultConfiguration");
    emitter_put_string(emitter, "level", default_level(index));
    emitter_close(emitter);
    emitter_close(emitter);
}

void sarif_rules_put(struct emitter *emitter)
{
    emitter_open_list(emitter, "rules");
    for (unsigned i = 0; i < DESCRIBED_RULES; i++)
        put_rule(emitter, i);
    emitter_close(emitter);
}
