#include "webhook.h"

#include "core/json_node.h"

static const struct text judging_path = TEXT_INIT("/validate");

static struct json_object *webhooks(const struct doctor_facts *facts)
{
    struct json_object *list = json_member(facts->webhooks.value, "webhooks");
    return json_object_is_type(list, json_type_array) ? list : NULL;
}

size_t webhook_count(const struct doctor_facts *facts)
{
    return json_list_length(webhooks(facts));
}

struct json_object *webhook_at(const struct doctor_facts *facts, size_t index)
{
    struct json_object *list = webhooks(facts);
    return list != NULL ? json_object_array_get_idx(list, index) : NULL;
}

struct text webhook_name(struct json_object *webhook)
{
    return json_member_text(webhook, "name");
}

struct json_object *webhook_service(struct json_object *webhook)
{
    return json_member(json_member(webhook, "clientConfig"), "service");
}

struct text webhook_ca_bundle(struct json_object *webhook)
{
    return json_member_text(json_member(webhook, "clientConfig"), "caBundle");
}

static struct text path_of(struct json_object *webhook)
{
    return json_member_text(webhook_service(webhook), "path");
}

struct text webhook_environment(struct json_object *webhook)
{
    struct text path = path_of(webhook);
    if (path.len <= judging_path.len + 1 || !webhook_judges(webhook))
        return (struct text){0};
    return text_slice(path, judging_path.len + 1, path.len);
}

static bool holds(struct json_object *list, struct text value)
{
    size_t count = json_list_length(list);
    for (size_t i = 0; i < count; i++) {
        struct text item = json_text(json_object_array_get_idx(list, i));
        if (text_equal(item, value) || text_equal(item, TEXT("*")))
            return true;
    }
    return false;
}

static bool asks_about_pods(struct json_object *webhook)
{
    struct json_object *rules = json_member(webhook, "rules");
    size_t count = json_list_length(rules);
    for (size_t i = 0; i < count; i++) {
        struct json_object *rule = json_object_array_get_idx(rules, i);
        if (holds(json_member(rule, "apiGroups"), TEXT("")) &&
            holds(json_member(rule, "resources"), TEXT("pods")))
            return true;
    }
    return false;
}

bool webhook_guards(struct json_object *webhook)
{
    return text_equal(path_of(webhook), TEXT("/guard"));
}

bool webhook_judges(struct json_object *webhook)
{
    struct text path = path_of(webhook);
    return text_starts_with(path, judging_path) &&
           (path.len == judging_path.len || path.ptr[judging_path.len] == '/') &&
           asks_about_pods(webhook);
}
