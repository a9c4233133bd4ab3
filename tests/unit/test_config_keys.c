/* The table of keys, what comes from outside the file, and the values that no file can show. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "config/config.h"
#include "config/quantity.h"
#include "config/schema.h"
#include "config/suggest.h"
#include "config/value.h"
#include "run_suite.h"

enum { MAX_ERRORS = 20, MAX_NAME_BYTES = 128, MAX_LINE_BYTES = 1024, MAX_PAGE_BYTES = 1 << 16 };

#define HEADER "apiVersion: release-gate.power-edge.io/v1\nkind: Configuration\n"

static struct error_list errors;

static void set_up(void)
{
    error_list_init(&errors, MAX_ERRORS);
}

static void tear_down(void)
{
    error_list_release(&errors);
}

static struct config *parse(const char *file, const struct config_override *overrides, size_t count)
{
    return config_parse(text_from_string(file), "file.yaml", overrides, count, &errors);
}

static void assert_error(size_t index, const char *want)
{
    char line[MAX_LINE_BYTES];
    ck_assert_uint_gt(errors.count, index);
    error_format(&errors.items[index], line, sizeof line);
    ck_assert_str_eq(line, want);
}

START_TEST(without_a_file_the_defaults_hold)
{
    struct config *config = parse("", NULL, 0);
    ck_assert_ptr_nonnull(config);
    ck_assert_str_eq(config->server.listen, "0.0.0.0:8443");
    ck_assert_uint_eq(config->server.threads, 0);
    ck_assert_uint_eq(config->server.max_request_bytes, 8 << 20);
    ck_assert_uint_eq(config->server.max_connections, 1024);
    ck_assert_uint_eq(config->server.idle_timeout_ms, 120000);
    ck_assert_uint_eq(config->server.shutdown_delay_ms, 5000);
    ck_assert_uint_eq(config->server.drain_timeout_ms, 20000);
    ck_assert_str_eq(config->tls.cert_file, "");
    ck_assert_int_eq((int)config->tls.min_version, TLS_VERSION_1_2);
    ck_assert_str_eq(config->metrics.listen, "127.0.0.1:8080");
    ck_assert_int_eq((int)config->logging.level, LOG_LEVEL_INFO);
    ck_assert(!config->logging.decisions);
    config_free(config);
}
END_TEST

static void assert_same_environment(const struct environment *a, const struct environment *b)
{
    ck_assert(text_equal(a->name, b->name));
    ck_assert_int_eq((int)a->mode, (int)b->mode);
    ck_assert_int_eq(memcmp(a->image_rules, b->image_rules, sizeof a->image_rules), 0);
    ck_assert_int_eq(memcmp(a->revision_rules, b->revision_rules, sizeof a->revision_rules), 0);
    ck_assert_int_eq((int)a->placeholders, (int)b->placeholders);
    ck_assert_uint_eq(a->namespaces.count, b->namespaces.count);
    for (size_t i = 0; i < a->namespaces.count; i++)
        ck_assert(text_equal(a->namespaces.items[i], b->namespaces.items[i]));
}

START_TEST(without_a_file_the_policy_is_the_default_policy)
{
    struct error error = {0};
    struct policy *policy = policy_new_default(&error);
    struct config *config = parse("", NULL, 0);
    ck_assert_ptr_nonnull(policy);
    ck_assert_ptr_nonnull(config);
    ck_assert_uint_eq(config->policy->environment_count, policy->environment_count);
    for (size_t i = 0; i < policy->environment_count; i++)
        assert_same_environment(&config->policy->environments[i], &policy->environments[i]);
    ck_assert(
        text_equal(config->policy->default_environment->name, policy->default_environment->name));
    ck_assert_int_eq((int)config->policy->controller_pods, (int)policy->controller_pods);
    ck_assert_int_eq((int)config->policy->digest_with_tag, (int)policy->digest_with_tag);
    ck_assert_ptr_nonnull(config->policy->tags);
    config_free(config);
    policy_free(policy);
}
END_TEST

START_TEST(the_policy_has_what_the_file_says)
{
    struct config *config =
        parse(HEADER "tagClasses: [{images: [a/*], pattern: '^x$', class: release}]\n"
                     "exemptions: [{name: vendor, reason: r, until: 2027-03-31,\n"
                     "  classes: [sha, digest]}]\n"
                     "workloads: [{kind: Thing, images: [spec.image]}]\n"
                     "breakGlass: {groups: [sre]}\n"
                     "message: {help: \"ask\"}\n",
              NULL, 0);
    ck_assert_ptr_nonnull(config);
    const struct policy *policy = config->policy;
    ck_assert_uint_eq(policy->exemption_count, 1);
    ck_assert_uint_eq(policy->exemptions[0].until, 20270331);
    ck_assert_uint_eq(policy->exemptions[0].classes,
                      tag_class_bit(TAG_SHA) | tag_class_bit(TAG_DIGEST));
    ck_assert_uint_eq(policy->kind_count, 1);
    ck_assert_uint_eq(policy->kinds[0].place_count, 1);
    ck_assert_int_eq((int)policy->kinds[0].places[0].sort, (int)PLACE_IMAGE);
    ck_assert(text_equal(policy->kinds[0].places[0].path, TEXT("spec.image")));
    ck_assert(!policy->kinds[0].requires_image);
    ck_assert(text_equal(policy->break_glass_groups.items[0], TEXT("sre")));
    ck_assert(text_equal(policy->help, TEXT("ask")));
    config_free(config);
}
END_TEST

START_TEST(an_override_wins_over_the_file_and_a_later_one_over_it)
{
    const struct config_override overrides[] = {
        {"server.listen", ":1", "RELEASE_GATE_SERVER_LISTEN"},
        {"server.listen", ":2", "--listen"},
        {"controllerPods", "enforce", "--controller-pods"},
        {"defaultEnvironment", "test", "--default-environment"},
        {"logging.decisions", "true", "--log-decisions"},
    };
    struct config *config =
        parse(HEADER "server: {listen: \":3\", threads: 7}\n", overrides, ARRAY_LEN(overrides));
    ck_assert_ptr_nonnull(config);
    ck_assert_str_eq(config->server.listen, ":2");
    ck_assert_uint_eq(config->server.threads, 7);
    ck_assert_int_eq((int)config->policy->controller_pods, ACTION_DENY);
    ck_assert(text_equal(config->policy->default_environment->name, TEXT("test")));
    ck_assert(config->logging.decisions);
    config_free(config);
}
END_TEST

START_TEST(an_override_that_is_wrong_is_named_by_its_origin)
{
    const struct config_override overrides[] = {
        {"server.listen", "x", "--listen"},
        {"logging.level", "inof", "RELEASE_GATE_LOGGING_LEVEL"},
        {"server.idleTimeout", "120", "--idle-timeout"},
        {"logging.decisions", "yes", "--log-decisions"},
        {"environments", "[]", "--environments"},
        {"defaultEnvironment", "tset", "--default-environment"},
        {"tls.certFile", "/tls.crt", "--tls-cert"},
    };
    ck_assert_ptr_null(parse("", overrides, ARRAY_LEN(overrides)));
    assert_error(0, "--listen: server.listen must be HOST:PORT, [IPv6]:PORT or :PORT with a port "
                    "from 0 to 65535, not \"x\"");
    assert_error(1, "RELEASE_GATE_LOGGING_LEVEL: unknown value \"inof\" for logging.level, did you "
                    "mean \"info\"?");
    assert_error(2, "--idle-timeout: server.idleTimeout needs a unit: write \"120s\" or \"120ms\"");
    assert_error(3, "--log-decisions: logging.decisions must be true or false, not \"yes\"");
    assert_error(4, "--environments: \"environments\" can be set in the file only");
    assert_error(5, "--tls-cert: tls.certFile is set, but tls.keyFile is not");
    assert_error(6, "--default-environment: unknown environment \"tset\" in defaultEnvironment, "
                    "did you mean \"test\"?");
    ck_assert_uint_eq(errors.count, 7);
}
END_TEST

START_TEST(an_override_that_is_not_utf8_is_refused)
{
    const struct config_override override = {"message.help", "a\x80", "--message-help"};
    ck_assert_ptr_null(parse("", &override, 1));
    assert_error(0, "--message-help: message.help must be a text without control characters, "
                    "not \"a\\x80\"");
}
END_TEST

START_TEST(errors_beyond_the_limit_are_counted)
{
    error_list_release(&errors);
    error_list_init(&errors, 1);
    ck_assert_ptr_null(parse(HEADER "a: 1\nb: 2\nc: 3\n", NULL, 0));
    ck_assert_uint_eq(errors.count, 1);
    ck_assert_uint_eq(errors.dropped, 2);
}
END_TEST

START_TEST(errors_that_were_there_before_are_no_failure)
{
    error_list_add(&errors, ERROR_VALUE, "other", 9, 9, "before");
    struct config *config = parse("", NULL, 0);
    ck_assert_ptr_nonnull(config);
    ck_assert_uint_eq(errors.count, 1);
    config_free(config);
}
END_TEST

static void hash_of(const char *file, char hash[POLICY_HASH_SIZE])
{
    struct config *config = parse(file, NULL, 0);
    ck_assert_ptr_nonnull(config);
    memcpy(hash, config->policy->hash, POLICY_HASH_SIZE);
    ck_assert_uint_eq(strspn(hash, "0123456789abcdef"), POLICY_HASH_SIZE - 1);
    config_free(config);
}

START_TEST(the_hash_is_that_of_the_policy_only)
{
    char none[POLICY_HASH_SIZE];
    char server[POLICY_HASH_SIZE];
    char spelled_out[POLICY_HASH_SIZE];
    char policy[POLICY_HASH_SIZE];
    hash_of("", none);
    hash_of(HEADER "server: {threads: 3}\nlogging: {level: debug}\n", server);
    hash_of(HEADER "controllerPods: warn\nenvironments: [{name: production}]\n", spelled_out);
    hash_of(HEADER "controllerPods: enforce\n", policy);
    ck_assert_str_eq(none, server);
    ck_assert_str_eq(none, spelled_out);
    ck_assert_str_ne(none, policy);
}
END_TEST

START_TEST(the_example_is_the_default)
{
    struct buffer example = {0};
    struct buffer got = {0};
    struct buffer want = {0};
    config_put_example(&example);
    struct config *from_example = config_parse(buffer_text(&example), "example", NULL, 0, &errors);
    struct config *from_nothing = parse("", NULL, 0);
    ck_assert_ptr_nonnull(from_example);
    ck_assert_ptr_nonnull(from_nothing);
    config_put_yaml(from_example, &got);
    config_put_yaml(from_nothing, &want);
    ck_assert(text_equal(buffer_text(&got), buffer_text(&want)));
    config_free(from_example);
    config_free(from_nothing);
    buffer_release(&example);
    buffer_release(&got);
    buffer_release(&want);
}
END_TEST

/* What "environments: []" and the comment below it become when somebody uncomments the item. */
static void put_uncommented(struct text example, struct buffer *out)
{
    while (example.ptr != NULL) {
        struct text line = text_cut(&example, '\n');
        bool is_item = text_starts_with(line, TEXT("# - ")) || text_starts_with(line, TEXT("#   "));
        bool is_list = text_ends_with(line, TEXT(": []")) && !text_starts_with(line, TEXT(" "));
        if (is_item)
            line = text_slice(line, 2, line.len);
        if (is_list)
            line = text_slice(line, 0, line.len - 2);
        buffer_put(out, line);
        buffer_put_char(out, '\n');
    }
}

START_TEST(the_items_in_the_example_are_valid)
{
    struct buffer example = {0};
    struct buffer file = {0};
    config_put_example(&example);
    put_uncommented(buffer_text(&example), &file);
    struct config *config = config_parse(buffer_text(&file), "example", NULL, 0, &errors);
    if (config == NULL)
        assert_error(0, "");
    ck_assert_uint_eq(config->policy->exemption_count, 1);
    ck_assert_uint_eq(config->policy->kind_count, 1);
    config_free(config);
    buffer_release(&example);
    buffer_release(&file);
}
END_TEST

START_TEST(the_schema_is_json)
{
    struct buffer schema = {0};
    struct json_object *tree = NULL;
    config_put_schema(&schema);
    buffer_put_char(&schema, '\0');
    ck_assert(!schema.failed);
    tree = json_tokener_parse(schema.bytes);
    ck_assert(json_object_is_type(tree, json_type_object));
    json_object_put(tree);
    buffer_release(&schema);
}
END_TEST

/* Before every capital after a small letter, and for every dot, a '_': "tls.clientCAFile" is
 * TLS_CLIENT_CA_FILE. */
static void put_variable(const char *key, struct buffer *out)
{
    buffer_put(out, TEXT("RELEASE_GATE_"));
    for (size_t i = 0; key[i] != '\0'; i++) {
        bool is_start = i > 0 && ascii_is_upper(key[i]) &&
                        (ascii_is_lower(key[i - 1]) || ascii_is_lower(key[i + 1]));
        if (is_start)
            buffer_put_char(out, '_');
        buffer_put_char(out, key[i] == '.' ? '_' : ascii_to_upper(key[i]));
    }
}

START_TEST(a_variable_is_named_after_its_key)
{
    size_t count;
    const struct config_key *keys = config_keys(&count);
    for (size_t i = 0; i < count; i++) {
        struct buffer want = {0};
        put_variable(keys[i].key, &want);
        ck_assert_msg(text_equal(buffer_text(&want), text_from_string(keys[i].environment)),
                      "%s: want %.*s", keys[i].environment, TEXT_ARGS(buffer_text(&want)));
        buffer_release(&want);
    }
}
END_TEST

START_TEST(every_key_has_all_its_texts_and_its_own_flag)
{
    size_t count;
    const struct config_key *keys = config_keys(&count);
    ck_assert_uint_eq(count, 39);
    for (size_t i = 0; i < count; i++) {
        ck_assert_ptr_nonnull(keys[i].argument);
        ck_assert_ptr_nonnull(keys[i].fallback);
        ck_assert_ptr_nonnull(keys[i].help);
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(keys[i].flag, keys[j].flag);
    }
}
END_TEST

START_TEST(every_key_takes_its_default_as_an_override)
{
    size_t count;
    const struct config_key *keys = config_keys(&count);
    for (size_t i = 0; i < count; i++) {
        struct config_override override = {keys[i].key, keys[i].fallback, keys[i].flag};
        struct config *config = parse("", &override, 1);
        ck_assert_msg(config != NULL, "%s", keys[i].key);
        config_free(config);
    }
}
END_TEST

static size_t count_children(const char *prefix)
{
    size_t count = 0;
    for (const struct schema_row *row = schema_next(prefix, NULL); row != NULL;
         row = schema_next(prefix, row))
        count++;
    return count;
}

START_TEST(no_section_has_more_keys_than_a_suggestion_looks_at)
{
    size_t count;
    const struct schema_row *rows = schema_rows(&count);
    ck_assert_uint_le(count_children(""), SCHEMA_MAX_CHILDREN);
    for (size_t i = 0; i < count; i++) {
        char prefix[SCHEMA_PATH_BYTES];
        schema_prefix(&rows[i], prefix);
        ck_assert_uint_le(count_children(prefix), SCHEMA_MAX_CHILDREN);
        ck_assert_ptr_nonnull(rows[i].help);
    }
}
END_TEST

START_TEST(names_in_the_table_are_those_of_the_core)
{
    const struct name_set *classes = schema_find("exemptions[].classes")->names;
    const struct name_set *actions = schema_find("environments[].rules.sha")->names;
    const struct name_set *modes = schema_find("environments[].mode")->names;
    ck_assert_uint_eq(classes->count, TAG_CLASS_COUNT);
    for (unsigned i = 0; i < classes->count; i++)
        ck_assert_str_eq(classes->names[i], tag_class_name((enum tag_class)i));
    for (unsigned i = 0; i < actions->count; i++)
        ck_assert_str_eq(actions->names[i], action_name((enum action)i));
    for (unsigned i = 0; i < modes->count; i++)
        ck_assert_str_eq(modes->names[i], enforcement_name((enum enforcement)i));
}
END_TEST

START_TEST(every_class_has_a_rule_in_its_place)
{
    for (unsigned i = 0; i < TAG_CLASS_COUNT; i++) {
        char path[MAX_NAME_BYTES];
        const char *name = tag_class_name((enum tag_class)i);
        snprintf(path, sizeof path, "environments[].rules.%s", name);
        ck_assert_uint_eq(schema_find(path)->offset,
                          offsetof(struct environment, image_rules) + i * sizeof(enum action));
        snprintf(path, sizeof path, "environments[].revisionRules.%s", name);
        ck_assert_uint_eq(schema_find(path)->offset,
                          offsetof(struct environment, revision_rules) + i * sizeof(enum action));
    }
}
END_TEST

/* A '|' would end the cell. */
static void put_cell(struct text text, struct buffer *out)
{
    buffer_put(out, TEXT(" "));
    for (size_t i = 0; i < text.len; i++) {
        buffer_put(out, text.ptr[i] == '|' ? TEXT("\\") : TEXT(""));
        buffer_put_char(out, text.ptr[i]);
    }
    buffer_put(out, TEXT(" |"));
}

static void put_value_row(const struct schema_row *row, struct buffer *out)
{
    struct buffer accepted = {0};
    const char *fallback = row->fallback != NULL ? row->fallback : "";
    const char *mark = fallback[0] != '\0' ? "`" : "";
    if (row->type == VALUE_TEXTS)
        buffer_printf(&accepted, "list: %s", row->format->expected);
    else
        value_put_expected(row, &accepted);
    buffer_put(&accepted, row->may_be_empty ? TEXT(", or empty") : TEXT(""));
    buffer_printf(out, "| `%s` |", row->path);
    put_cell(buffer_text(&accepted), out);
    buffer_printf(out, " %s%s%s |", mark, fallback, mark);
    put_cell(text_from_string(row->help), out);
    buffer_release(&accepted);
}

static void put_flag_row(const struct schema_row *row, struct buffer *out)
{
    buffer_printf(out, "| `%s` | `--%s", row->path, row->flag);
    put_cell(text_from_string(row->argument), out);
    out->len -= strlen(" |");
    buffer_printf(out, "` | `%s` |", row->variable);
}

static void assert_documented(struct text page, const struct buffer *row)
{
    ck_assert_msg(text_contains(page, buffer_text(row)), "docs/configuration.md should have\n%.*s",
                  TEXT_ARGS(buffer_text(row)));
}

static void assert_row_documented(struct text page, const struct schema_row *row)
{
    struct buffer line = {0};
    bool is_of_item = strstr(row->path, "[]") != NULL;
    bool is_section = row->type == VALUE_OBJECT || row->type == VALUE_OBJECTS;
    bool is_class = strstr(row->path, "ules.") != NULL;
    if (is_class || (is_section && !is_of_item))
        return;
    if (is_of_item)
        buffer_printf(&line, "| `%s` |%s", row->path, row->is_required ? " yes |" : "  |");
    else
        put_value_row(row, &line);
    assert_documented(page, &line);
    buffer_reset(&line);
    if (row->flag != NULL)
        put_flag_row(row, &line);
    assert_documented(page, &line);
    buffer_release(&line);
}

START_TEST(the_reference_page_says_what_the_table_says)
{
    static char page[MAX_PAGE_BYTES];
    char path[MAX_LINE_BYTES];
    size_t count;
    const char *data = getenv("RG_TEST_DATA");
    const struct schema_row *rows = schema_rows(&count);
    snprintf(path, sizeof path, "%s/../../docs/configuration.md",
             data != NULL ? data : "tests/data");
    FILE *stream = fopen(path, "rb");
    ck_assert_msg(stream != NULL, "cannot open %s", path);
    size_t len = fread(page, 1, sizeof page, stream);
    fclose(stream);
    for (size_t i = 0; i < count; i++)
        assert_row_documented((struct text){page, len}, &rows[i]);
}
END_TEST

static const struct {
    const char *written;
    bool is_valid;
    uint64_t want;
} sizes[] = {
    {"0", true, 0},
    {"8388608", true, 8388608},
    {"8Mi", true, 8388608},
    {"512Ki", true, 524288},
    {"1Gi", true, 1 << 30},
    {"1k", true, 1000},
    {"2M", true, 2000000},
    {"1G", true, 1000000000},
    {"", false, 0},
    {"Mi", false, 0},
    {"8 Mi", false, 0},
    {"8mi", false, 0},
    {"8K", false, 0},
    {"-1", false, 0},
    {"+1", false, 0},
    {"1.5Mi", false, 0},
    {"1e3", false, 0},
    {"18446744073709551616", false, 0},
    {"17179869184Gi", false, 0},
};

START_TEST(sizes_are_read_as_kubernetes_writes_them)
{
    uint64_t got;
    ck_assert(quantity_read_size(text_from_string(sizes[_i].written), &got) == sizes[_i].is_valid);
    ck_assert_uint_eq(got, sizes[_i].want);
}
END_TEST

static const struct {
    const char *written;
    bool is_valid;
    uint64_t want;
} durations[] = {
    {"0s", true, 0},
    {"120s", true, 120000},
    {"2m", true, 120000},
    {"1m30s", true, 90000},
    {"500ms", true, 500},
    {"1h1ms", true, 3600001},
    {"", false, 0},
    {"0", false, 0},
    {"120", false, 0},
    {"s", false, 0},
    {"1m30", false, 0},
    {"1d", false, 0},
    {"-1s", false, 0},
    {"1 s", false, 0},
    {"1.5s", false, 0},
    {"1S", false, 0},
    {"18446744073709551615h", false, 0},
    {"18446744073709551615ms1s", false, 0},
};

START_TEST(durations_are_read_as_go_writes_them)
{
    uint64_t got;
    ck_assert(quantity_read_duration(text_from_string(durations[_i].written), &got) ==
              durations[_i].is_valid);
    ck_assert_uint_eq(got, durations[_i].want);
}
END_TEST

static const struct {
    const char *written;
    unsigned want; /* 0: not a day */
} dates[] = {
    {"2027-03-31", 20270331}, {"2028-02-29", 20280229}, {"2000-02-29", 20000229},
    {"2027-02-29", 0},        {"1900-02-29", 0},        {"2027-04-31", 0},
    {"2027-13-01", 0},        {"2027-00-01", 0},        {"2027-01-00", 0},
    {"0000-01-01", 0},        {"2027-1-1", 0},          {"2027-01-01-", 0},
    {"2027-01-01T00:00", 0},  {"20270101", 0},          {"", 0},
};

START_TEST(dates_are_days_of_the_calendar)
{
    unsigned got;
    ck_assert(quantity_read_date(text_from_string(dates[_i].written), &got) ==
              (dates[_i].want != 0));
    ck_assert_uint_eq(got, dates[_i].want);
}
END_TEST

static const struct {
    const char *word;
    const char *want;
} words[] = {
    {"namespace", "namespaces"},
    {"NAMESPACES", "namespaces"},
    {"namesapces", "namespaces"},
    {"mod", "mode"},
    {"envs", ""},
    {"xyz", ""},
    {"m", ""},
    {"", ""},
    {"prod", "production"},
};

START_TEST(what_was_meant_is_near)
{
    static const struct text candidates[] = {TEXT_INIT("mode"), TEXT_INIT("namespaces"),
                                             TEXT_INIT("production")};
    struct text got = suggest(text_from_string(words[_i].word), candidates, ARRAY_LEN(candidates));
    ck_assert_msg(text_equal(got, text_from_string(words[_i].want)), "%s: got \"%.*s\"",
                  words[_i].word, TEXT_ARGS(got));
}
END_TEST

static TCase *parsing_case(void)
{
    TCase *parsing = tcase_create("parsing");
    tcase_add_checked_fixture(parsing, set_up, tear_down);
    tcase_add_test(parsing, without_a_file_the_defaults_hold);
    tcase_add_test(parsing, without_a_file_the_policy_is_the_default_policy);
    tcase_add_test(parsing, the_policy_has_what_the_file_says);
    tcase_add_test(parsing, an_override_wins_over_the_file_and_a_later_one_over_it);
    tcase_add_test(parsing, an_override_that_is_wrong_is_named_by_its_origin);
    tcase_add_test(parsing, an_override_that_is_not_utf8_is_refused);
    tcase_add_test(parsing, errors_beyond_the_limit_are_counted);
    tcase_add_test(parsing, errors_that_were_there_before_are_no_failure);
    tcase_add_test(parsing, the_hash_is_that_of_the_policy_only);
    tcase_add_test(parsing, the_example_is_the_default);
    tcase_add_test(parsing, the_items_in_the_example_are_valid);
    tcase_add_test(parsing, every_key_takes_its_default_as_an_override);
    return parsing;
}

static TCase *table_case(void)
{
    TCase *table = tcase_create("table");
    tcase_add_test(table, the_schema_is_json);
    tcase_add_test(table, a_variable_is_named_after_its_key);
    tcase_add_test(table, every_key_has_all_its_texts_and_its_own_flag);
    tcase_add_test(table, no_section_has_more_keys_than_a_suggestion_looks_at);
    tcase_add_test(table, names_in_the_table_are_those_of_the_core);
    tcase_add_test(table, every_class_has_a_rule_in_its_place);
    tcase_add_test(table, the_reference_page_says_what_the_table_says);
    return table;
}

static TCase *values_case(void)
{
    TCase *values = tcase_create("values");
    tcase_add_loop_test(values, sizes_are_read_as_kubernetes_writes_them, 0, ARRAY_LEN(sizes));
    tcase_add_loop_test(values, durations_are_read_as_go_writes_them, 0, ARRAY_LEN(durations));
    tcase_add_loop_test(values, dates_are_days_of_the_calendar, 0, ARRAY_LEN(dates));
    tcase_add_loop_test(values, what_was_meant_is_near, 0, ARRAY_LEN(words));
    return values;
}

int main(void)
{
    Suite *suite = suite_create("config keys");
    suite_add_tcase(suite, parsing_case());
    suite_add_tcase(suite, table_case());
    suite_add_tcase(suite, values_case());

    return run_suite(suite);
}
