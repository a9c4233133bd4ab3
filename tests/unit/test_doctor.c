/* What the doctor says of installations, and which namespaces a webhook looks at. */
#include <check.h>
#include <json-c/json.h>
#include <stdlib.h>

#include "base/check.h"
#include "core/json_node.h"
#include "data_files.h"
#include "doctor/doctor.h"
#include "doctor/selector.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 20 };

static const struct selector_row {
    const char *selector;
    const char *labels;
    bool matches;
} selector_rows[] = {
    {"null", "null", true},
    {"{}", "{\"a\":\"1\"}", true},
    {"{\"matchLabels\":{\"a\":\"1\"}}", "{\"a\":\"1\",\"b\":\"2\"}", true},
    {"{\"matchLabels\":{\"a\":\"1\"}}", "{\"a\":\"2\"}", false},
    {"{\"matchLabels\":{\"a\":\"\"}}", "{}", false},
    {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[\"1\",\"2\"]}]}",
     "{\"a\":\"2\"}", true},
    {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[\"1\"]}]}", "{}",
     false},
    {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"NotIn\",\"values\":[\"1\"]}]}", "{}",
     true},
    {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"NotIn\",\"values\":[\"1\"]}]}",
     "{\"a\":\"1\"}", false},
    {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Exists\"}]}", "{\"a\":\"\"}", true},
    {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Exists\"}]}", "{}", false},
    {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"DoesNotExist\"}]}", "{}", true},
    {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"DoesNotExist\"}]}", "{\"a\":\"1\"}",
     false},
    {"{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Near\",\"values\":[\"1\"]}]}",
     "{\"a\":\"1\"}", false},
    {"{\"matchLabels\":{\"a\":\"1\"},\"matchExpressions\":[{\"key\":\"b\",\"operator\":\"Exists\"}]}",
     "{\"a\":\"1\"}", false},
};

START_TEST(a_selector_matches_labels)
{
    const struct selector_row *row = &selector_rows[_i];
    struct json_object *selector = data_parse_json(text_from_string(row->selector));
    struct json_object *labels = data_parse_json(text_from_string(row->labels));
    ck_assert_msg(selector_matches(selector, labels) == row->matches, "%s %s", row->selector,
                  row->labels);
    json_object_put(selector);
    json_object_put(labels);
}
END_TEST

#define PROD "request.namespace.matches('^(?:prod-.*|.*-prod)$')"

static const struct condition_row {
    const char *conditions;
    const char *namespace;
    enum condition_answer answer;
} condition_rows[] = {
    {"null", "a", CONDITION_TRUE},
    {"[]", "a", CONDITION_TRUE},
    {"[{\"expression\":\"" PROD "\"}]", "shop-prod", CONDITION_TRUE},
    {"[{\"expression\":\"" PROD "\"}]", "shop-prod2", CONDITION_FALSE},
    {"[{\"expression\":\"!" PROD "\"}]", "shop-prod", CONDITION_FALSE},
    {"[{\"expression\":\"!" PROD "\"}]", "shop", CONDITION_TRUE},
    {"[{\"expression\":\"request.userInfo.username != 'x'\"}]", "shop", CONDITION_UNKNOWN},
    {"[{\"expression\":\"request.namespace.matches('(')\"}]", "shop", CONDITION_UNKNOWN},
    {"[{\"expression\":\"true\"},{\"expression\":\"" PROD "\"}]", "shop", CONDITION_FALSE},
};

START_TEST(conditions_on_the_namespace_are_understood)
{
    const struct condition_row *row = &condition_rows[_i];
    struct json_object *conditions = data_parse_json(text_from_string(row->conditions));
    ck_assert_msg(conditions_hold(conditions, text_from_string(row->namespace)) == row->answer,
                  "%s %s", row->conditions, row->namespace);
    json_object_put(conditions);
}
END_TEST

/* A member that is a string is the reason why the fact is not known. */
static struct fact fact_of(struct json_object *tree, const char *key)
{
    struct json_object *value = json_member(tree, key);
    if (json_object_is_type(value, json_type_string))
        return (struct fact){.problem = json_object_get_string(value)};
    return (struct fact){.value = value};
}

static struct doctor_facts facts_of(struct json_object *tree)
{
    static const char *const rights[RIGHT_COUNT] = {
        [RIGHT_CREATE_SECRET] = "createSecret",
        [RIGHT_UPDATE_SECRET] = "updateSecret",
        [RIGHT_PATCH_WEBHOOKS] = "patchWebhooks",
    };
    struct doctor_facts facts = {
        .webhooks_name = TEXT("release-gate"),
        .webhooks = fact_of(tree, "webhooks"),
        .service = fact_of(tree, "service"),
        .slices = fact_of(tree, "slices"),
        .deployment = fact_of(tree, "deployment"),
        .config_map = fact_of(tree, "configMap"),
        .secret = fact_of(tree, "secret"),
        .namespaces = fact_of(tree, "namespaces"),
        .denial = fact_of(tree, "denial"),
        .secret_name = TEXT("release-gate-tls"),
        .now = 1764000000,
    };
    for (size_t i = 0; i < RIGHT_COUNT; i++)
        facts.rights[i] = fact_of(json_member(tree, "rights"), rights[i]);
    return facts;
}

static glob_t installations;

START_TEST(an_installation_is_examined)
{
    const char *path = installations.gl_pathv[_i];
    struct text content;
    struct text expected;
    ck_assert(data_file_read(path, NULL, &content));
    ck_assert_msg(data_file_read(path, ".txt", &expected), "%s has no .txt", path);
    struct json_object *tree = data_parse_json(content);
    struct doctor_facts facts = facts_of(tree);
    struct arena arena;
    struct diagnoses diagnoses;
    struct buffer out = {0};
    arena_init(&arena, ARENA_BYTES);
    ck_assert(doctor_examine(&facts, &arena, &diagnoses));
    doctor_put_text(&out, &diagnoses);
    ck_assert_msg(text_equal(buffer_text(&out), expected), "%s: got\n%.*s", path,
                  TEXT_ARGS(buffer_text(&out)));
    buffer_reset(&out);
    doctor_put_json(&out, &diagnoses);
    struct json_object *written = data_parse_json(buffer_text(&out));
    ck_assert_uint_eq(json_object_array_length(json_member(written, "diagnoses")), diagnoses.count);
    json_object_put(written);
    buffer_release(&out);
    arena_release(&arena);
    json_object_put(tree);
    free((char *)(uintptr_t)content.ptr);
    free((char *)(uintptr_t)expected.ptr);
}
END_TEST

START_TEST(no_memory_is_told)
{
    struct doctor_facts facts = {.webhooks_name = TEXT("release-gate")};
    struct arena arena;
    struct diagnoses diagnoses;
    arena_init(&arena, 8);
    ck_assert(!doctor_examine(&facts, &arena, &diagnoses));
    arena_release(&arena);
}
END_TEST

int main(void)
{
    data_files_find("doctor/?*.json", &installations);
    Suite *suite = suite_create("doctor");
    TCase *tests = tcase_create("doctor");
    tcase_add_loop_test(tests, a_selector_matches_labels, 0, (int)ARRAY_LEN(selector_rows));
    tcase_add_loop_test(tests, conditions_on_the_namespace_are_understood, 0,
                        (int)ARRAY_LEN(condition_rows));
    tcase_add_loop_test(tests, an_installation_is_examined, 0, (int)installations.gl_pathc);
    tcase_add_test(tests, no_memory_is_told);
    suite_add_tcase(suite, tests);
    int status = run_suite(suite);
    globfree(&installations);
    return status;
}
