#include "policy_test.h"

#include "base/escape.h"
#include "base/limits.h"
#include "core/json_node.h"
#include "document/position.h"
#include "document/yaml.h"

enum { SUITE_MAX_BYTES = 64 << 20 };

struct suite_reader {
    struct policy_suite *suite;
    const struct policy *policy;
    const char *name;
    struct error_list *errors;
};

/* A value that a message repeats. */
struct quoted {
    char text[LIMIT_QUOTED_BYTES];
};

static struct quoted quote(struct text value)
{
    struct quoted quoted = {{0}};
    struct buffer escaped = {0};
    escape_for_terminal(&escaped, value, sizeof quoted.text / 8);
    struct text text = text_slice(buffer_text(&escaped), 0, sizeof quoted.text - 1);
    for (size_t i = 0; i < text.len; i++)
        quoted.text[i] = text.ptr[i];
    buffer_release(&escaped);
    return quoted;
}

static void complain(const struct suite_reader *reader, struct position at, const char *what,
                     struct text value)
{
    error_list_add(reader->errors, ERROR_VALUE, reader->name, at.line, at.column, "%s \"%s\"", what,
                   quote(value).text);
}

static bool keep_text(const struct suite_reader *reader, struct text value, struct text *copy)
{
    if (arena_copy_text(&reader->suite->memory, value, copy))
        return true;
    error_list_add(reader->errors, ERROR_MEMORY, reader->name, 0, 0, "no memory");
    return false;
}

static void read_string(const struct suite_reader *reader, struct json_object *value,
                        struct position at, struct text *field)
{
    if (!json_object_is_type(value, json_type_string)) {
        complain(reader, at, "expected a string, found",
                 text_from_string(json_object_to_json_string(value)));
        return;
    }
    (void)keep_text(reader, json_text(value), field);
}

static void read_list(const struct suite_reader *reader, struct json_object *value,
                      struct position at, struct text_list *field)
{
    if (!json_object_is_type(value, json_type_array)) {
        complain(reader, at, "expected a list of strings, found",
                 text_from_string(json_object_to_json_string(value)));
        return;
    }
    size_t count = json_object_array_length(value);
    struct text *items = arena_take(&reader->suite->memory, count, sizeof *items);
    if (items == NULL)
        return;
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = json_object_array_get_idx(value, i);
        read_string(reader, item, item != NULL ? position_of(item) : at, &items[i]);
    }
    *field = (struct text_list){.items = items, .count = count};
}

static void read_image(const struct suite_reader *reader, struct json_object *value,
                       struct position at, struct text_list *field)
{
    struct text *item = arena_take(&reader->suite->memory, 1, sizeof *item);
    if (item == NULL)
        return;
    read_string(reader, value, at, item);
    *field = (struct text_list){.items = item, .count = 1};
}

/* The keys of a test: a string, a list, or one string that is a list of one. */
static const struct {
    struct text key;
    void (*read_text)(const struct suite_reader *, struct json_object *, struct position,
                      struct text *);
    void (*read_texts)(const struct suite_reader *, struct json_object *, struct position,
                       struct text_list *);
    size_t offset;
} keys[] = {
    {TEXT_INIT("name"), read_string, NULL, offsetof(struct policy_test, name)},
    {TEXT_INIT("environment"), read_string, NULL, offsetof(struct policy_test, environment)},
    {TEXT_INIT("namespace"), read_string, NULL, offsetof(struct policy_test, namespace)},
    {TEXT_INIT("image"), NULL, read_image, offsetof(struct policy_test, images)},
    {TEXT_INIT("images"), NULL, read_list, offsetof(struct policy_test, images)},
    {TEXT_INIT("manifest"), read_string, NULL, offsetof(struct policy_test, manifest)},
    {TEXT_INIT("expect"), read_string, NULL, offsetof(struct policy_test, expect)},
    {TEXT_INIT("rules"), NULL, read_list, offsetof(struct policy_test, rules)},
};

static void read_member(const struct suite_reader *reader, struct json_object *object,
                        const char *key, struct json_object *value, struct policy_test *test)
{
    struct position at = position_of_member(object, key);
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        if (!text_equal(keys[i].key, text_from_string(key)))
            continue;
        char *field = (char *)test + keys[i].offset;
        if (keys[i].read_text != NULL)
            keys[i].read_text(reader, value, at, (struct text *)(void *)field);
        else
            keys[i].read_texts(reader, value, at, (struct text_list *)(void *)field);
        return;
    }
    complain(
        reader, position_of_key(object, key),
        "expected name, environment, namespace, image, images, manifest, expect or rules, found",
        text_from_string(key));
}

static bool is_decision(struct text expect)
{
    return text_equal(expect, TEXT("allow")) || text_equal(expect, TEXT("warn")) ||
           text_equal(expect, TEXT("deny"));
}

static bool is_rule(struct text id)
{
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        if (text_equal(id, text_from_string(rule_at(rule)->id)))
            return true;
    }
    return false;
}

static void check_test(const struct suite_reader *reader, struct position at,
                       const struct policy_test *test)
{
    if (test->name.len == 0)
        complain(reader, at, "a test needs a name, this one has", test->name);
    if (!is_decision(test->expect))
        complain(reader, at, "expect is allow, warn or deny, not", test->expect);
    if ((test->images.count == 0) == (test->manifest.len == 0))
        complain(reader, at, "a test needs either images or a manifest, test", test->name);
    if (test->environment.len != 0 &&
        policy_find_environment(reader->policy, test->environment) == NULL)
        complain(reader, at, "the policy has no environment", test->environment);
    for (size_t i = 0; i < test->rules.count; i++) {
        if (!is_rule(test->rules.items[i]))
            complain(reader, at, "there is no rule", test->rules.items[i]);
    }
}

static void read_test(const struct suite_reader *reader, struct json_object *object,
                      struct policy_test *test)
{
    struct position at = position_of(object);
    test->line = at.line;
    if (!json_object_is_type(object, json_type_object)) {
        complain(reader, at, "expected a test, found",
                 text_from_string(json_object_to_json_string(object)));
        return;
    }
    struct json_object_iterator it = json_object_iter_begin(object);
    struct json_object_iterator end = json_object_iter_end(object);
    for (; !json_object_iter_equal(&it, &end); json_object_iter_next(&it))
        read_member(reader, object, json_object_iter_peek_name(&it),
                    json_object_iter_peek_value(&it), test);
    check_test(reader, at, test);
}

static void read_tests(const struct suite_reader *reader, struct json_object *root)
{
    struct json_object *tests = json_member(root, "tests");
    if (!json_object_is_type(tests, json_type_array) || json_object_array_length(tests) == 0) {
        complain(reader, position_of_member(root, "tests"), "expected a list of tests in",
                 TEXT("tests"));
        return;
    }
    size_t count = json_object_array_length(tests);
    struct policy_suite *suite = reader->suite;
    suite->tests = arena_take(&suite->memory, count, sizeof *suite->tests);
    if (suite->tests == NULL) {
        error_list_add(reader->errors, ERROR_MEMORY, reader->name, 0, 0, "no memory");
        return;
    }
    suite->count = count;
    for (size_t i = 0; i < count; i++)
        read_test(reader, json_object_array_get_idx(tests, i), &suite->tests[i]);
}

static void read_root(const struct suite_reader *reader, struct json_object *root)
{
    struct text version = json_member_text(root, "apiVersion");
    if (!text_equal(version, TEXT("release-gate.power-edge.io/v1")))
        complain(reader, position_of_member(root, "apiVersion"),
                 "expected apiVersion release-gate.power-edge.io/v1, found", version);
    struct text kind = json_member_text(root, "kind");
    if (!text_equal(kind, TEXT("PolicyTest")))
        complain(reader, position_of_member(root, "kind"), "expected kind PolicyTest, found", kind);
    read_tests(reader, root);
}

bool policy_suite_read(struct policy_suite *suite, const struct policy *policy, struct text bytes,
                       const char *name, struct error_list *errors)
{
    *suite = (struct policy_suite){0};
    arena_init(&suite->memory, SUITE_MAX_BYTES);
    struct suite_reader reader = {suite, policy, name, errors};
    struct arena positions;
    arena_init(&positions, SUITE_MAX_BYTES);
    struct json_object *root = NULL;
    struct error error = {0};
    if (yaml_read_one(bytes, &positions, errors, &root, &error))
        read_root(&reader, root);
    else
        error_list_add(errors, error.kind, name, error.line, error.column, "%s", error.text);
    json_object_put(root);
    arena_release(&positions);
    return error_list_is_empty(errors);
}

void policy_suite_release(struct policy_suite *suite)
{
    arena_release(&suite->memory);
    *suite = (struct policy_suite){0};
}
