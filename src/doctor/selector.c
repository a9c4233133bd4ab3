#include "selector.h"

#include "base/check.h"
#include "core/json_node.h"
#include "core/pattern.h"

static bool holds(struct json_object *list, struct text value)
{
    size_t count = json_list_length(list);
    for (size_t i = 0; i < count; i++) {
        if (text_equal(json_text(json_object_array_get_idx(list, i)), value))
            return true;
    }
    return false;
}

/* What a label must be for each operator. */
static bool matches_expression(struct json_object *expression, struct json_object *labels)
{
    struct text operator= json_member_text(expression, "operator");
    struct json_object *label = NULL;
    struct json_object *key = json_member(expression, "key");
    bool is_there = key != NULL && json_object_is_type(labels, json_type_object) &&
                    json_object_object_get_ex(labels, json_object_get_string(key), &label);
    bool is_listed = is_there && holds(json_member(expression, "values"), json_text(label));
    const struct {
        struct text name;
        bool matches;
    } operators[] = {
        {TEXT("In"), is_listed},
        {TEXT("NotIn"), !is_listed},
        {TEXT("Exists"), is_there},
        {TEXT("DoesNotExist"), !is_there},
    };
    for (size_t i = 0; i < ARRAY_LEN(operators); i++) {
        if (text_equal(operators[i].name, operator))
            return operators[i].matches;
    }
    return false;
}

static bool matches_labels(struct json_object *wanted, struct json_object *labels)
{
    if (!json_object_is_type(wanted, json_type_object))
        return true;
    struct json_object_iterator it = json_object_iter_begin(wanted);
    struct json_object_iterator end = json_object_iter_end(wanted);
    for (; !json_object_iter_equal(&it, &end); json_object_iter_next(&it)) {
        struct json_object *label = json_member(labels, json_object_iter_peek_name(&it));
        struct text value = json_text(json_object_iter_peek_value(&it));
        if (label == NULL || !text_equal(json_text(label), value))
            return false;
    }
    return true;
}

bool selector_matches(struct json_object *selector, struct json_object *labels)
{
    struct json_object *expressions = json_member(selector, "matchExpressions");
    size_t count = json_list_length(expressions);
    for (size_t i = 0; i < count; i++) {
        if (!matches_expression(json_object_array_get_idx(expressions, i), labels))
            return false;
    }
    return matches_labels(json_member(selector, "matchLabels"), labels);
}

/* The chart quotes nothing but dots, which PCRE2 and RE2 read alike. */
static enum condition_answer matches_regex(struct text regex, struct text namespace)
{
    struct pattern *pattern = pattern_new(regex, NULL);
    if (pattern == NULL)
        return CONDITION_UNKNOWN;
    enum pattern_result result = pattern_match(pattern, namespace, NULL);
    pattern_free(pattern);
    if (result == PATTERN_FAILED)
        return CONDITION_UNKNOWN;
    return result == PATTERN_MATCH ? CONDITION_TRUE : CONDITION_FALSE;
}

static enum condition_answer holds_condition(struct text expression, struct text namespace)
{
    static const struct text before = TEXT_INIT("request.namespace.matches('");
    static const struct text behind = TEXT_INIT("')");
    bool is_negated = text_starts_with(expression, TEXT("!"));
    struct text call = text_slice(expression, is_negated, expression.len);
    if (!text_starts_with(call, before) || !text_ends_with(call, behind))
        return CONDITION_UNKNOWN;
    enum condition_answer answer =
        matches_regex(text_slice(call, before.len, call.len - behind.len), namespace);
    if (answer == CONDITION_UNKNOWN || !is_negated)
        return answer;
    return answer == CONDITION_TRUE ? CONDITION_FALSE : CONDITION_TRUE;
}

enum condition_answer conditions_hold(struct json_object *conditions, struct text namespace)
{
    enum condition_answer all = CONDITION_TRUE;
    size_t count = json_list_length(conditions);
    for (size_t i = 0; i < count; i++) {
        struct json_object *condition = json_object_array_get_idx(conditions, i);
        enum condition_answer answer =
            holds_condition(json_member_text(condition, "expression"), namespace);
        if (answer == CONDITION_FALSE)
            return CONDITION_FALSE;
        if (answer == CONDITION_UNKNOWN)
            all = CONDITION_UNKNOWN;
    }
    return all;
}
