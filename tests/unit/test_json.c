/* Cases are files: tests/data/json/valid/NAME.json must be read, and give the tree of NAME.tree or,
 * without it, the one that json-c's own parser gives; NAME.repeated lists the repeated keys, and
 * NAME.typed is the tree of a typed object where that is another.
 * tests/data/json/invalid/NAME.json must be refused, for the reason in NAME.error if there is one.
 */
#include <check.h>
#include <json-c/json.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data_files.h"
#include "document/json.h"
#include "growth.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 22, MAX_REPEATED = 20 };

static glob_t valid;
static glob_t invalid;

static struct json_object *read_good(const char *path, struct text text,
                                     struct error_list *repeated)
{
    struct json_object *tree;
    struct error error = {0};
    bool done = json_read(text, NULL, repeated, &tree, &error);
    ck_assert_msg(done, "%s:%zu:%zu: %s", path, error.line, error.column, error.text);
    ck_assert_int_eq(error.kind, ERROR_NONE);
    return tree;
}

START_TEST(a_valid_text_gives_the_tree_that_it_describes)
{
    const char *path = valid.gl_pathv[_i];
    struct text text;
    struct text tree;
    struct error_list repeated;
    error_list_init(&repeated, MAX_REPEATED);
    ck_assert(data_file_read(path, NULL, &text));
    bool has_tree = data_file_read(path, ".tree", &tree);

    struct json_object *got = read_good(path, text, &repeated);
    struct json_object *want = data_parse_json(has_tree ? tree : text);
    ck_assert_msg(json_object_equal(got, want), "%s: got %s, want %s", path,
                  json_object_to_json_string(got), json_object_to_json_string(want));
    data_file_expect_errors(path, ".repeated", repeated.items, repeated.count);

    json_object_put(got);
    json_object_put(want);
    error_list_release(&repeated);
    free((char *)text.ptr);
    free((char *)tree.ptr);
}
END_TEST

START_TEST(a_typed_object_merges_what_is_repeated)
{
    const struct json_selection all = {.wanted = &wanted_whole, .max_containers = SIZE_MAX};
    const char *path = valid.gl_pathv[_i];
    struct text text;
    struct text typed;
    struct json_object *got;
    struct error error = {0};
    ck_assert(data_file_read(path, NULL, &text));
    bool has_typed = data_file_read(path, ".typed", &typed);

    ck_assert(json_read_selection(text, &all, &got, &error));
    struct json_object *want = has_typed ? data_parse_json(typed) : read_good(path, text, NULL);
    ck_assert_msg(json_object_equal(got, want), "%s: got %s, want %s", path,
                  json_object_to_json_string(got), json_object_to_json_string(want));

    json_object_put(got);
    json_object_put(want);
    free((char *)text.ptr);
    free((char *)typed.ptr);
}
END_TEST

/* Bytes of which nothing is wanted are held to the same rules, with the same words. */
static void expect_same_when_skipped(struct text bytes, bool want_done, const struct error *want)
{
    const struct wanted nothing = {0};
    const struct json_selection selection = {.wanted = &nothing, .max_containers = SIZE_MAX};
    struct json_object *tree;
    struct error error = {0};
    bool done = json_read_selection(bytes, &selection, &tree, &error);
    ck_assert_int_eq(done, want_done);
    ck_assert_str_eq(error.text, want->text);
    ck_assert_uint_eq(error.line, want->line);
    ck_assert_uint_eq(error.column, want->column);
    if (json_object_is_type(tree, json_type_object))
        ck_assert_int_eq(json_object_object_length(tree), 0);
    json_object_put(tree);
}

START_TEST(an_invalid_text_is_refused_with_its_reason_and_place)
{
    const char *path = invalid.gl_pathv[_i];
    struct text text;
    struct text reason;
    struct json_object *tree = json_object_new_object();
    struct json_object *before = tree;
    struct error error = {0};
    ck_assert(data_file_read(path, NULL, &text));

    ck_assert_msg(!json_read(text, NULL, NULL, &tree, &error), "%s was accepted", path);
    ck_assert_ptr_null(tree);
    ck_assert_int_ne(error.kind, ERROR_NONE);
    if (data_file_read(path, ".error", &reason))
        data_file_expect_errors(path, ".error", &error, 1);
    expect_same_when_skipped(text, false, &error);

    json_object_put(before);
    free((char *)reason.ptr);
    free((char *)text.ptr);
}
END_TEST

/* Long files are tried at some of their bytes: each attempt reads the whole file. */
static size_t stride(struct text text)
{
    return text.len / 100 + 1;
}

/* Whatever the bytes are: a tree and no error, or an error with its place and no tree. */
static void expect_tree_or_reason(struct text bytes)
{
    struct text copy = exact_copy(bytes);
    struct arena positions;
    struct error_list repeated;
    struct json_object *tree;
    struct error error = {0};
    arena_init(&positions, ARENA_BYTES);
    error_list_init(&repeated, 1);

    bool done = json_read(copy, &positions, &repeated, &tree, &error);
    ck_assert_int_eq(done, error.kind == ERROR_NONE);
    if (!done) {
        ck_assert_ptr_null(tree);
        ck_assert_uint_ge(error.line, 1);
        ck_assert_uint_ge(error.column, 1);
        ck_assert_uint_ne(strlen(error.text), 0);
    }
    expect_same_when_skipped(copy, done, &error);

    json_object_put(tree);
    error_list_release(&repeated);
    arena_release(&positions);
    free((char *)copy.ptr);
}

START_TEST(a_text_cut_anywhere_is_read_or_refused)
{
    struct text text;
    ck_assert(data_file_read(valid.gl_pathv[_i], NULL, &text));
    for (size_t len = 0; len <= text.len; len += stride(text))
        expect_tree_or_reason(text_slice(text, 0, len));
    free((char *)text.ptr);
}
END_TEST

START_TEST(a_text_with_a_wrong_byte_anywhere_is_read_or_refused)
{
    static const char wrong[] = {'\0', '"', '\\', '{', '}', ']', ',', '9', '\x80', '\xff'};
    struct text text;
    ck_assert(data_file_read(valid.gl_pathv[_i], NULL, &text));
    char *bytes = (char *)text.ptr;
    for (size_t at = 0; at < text.len; at += stride(text)) {
        char right = bytes[at];
        for (size_t i = 0; i < sizeof wrong; i++) {
            bytes[at] = wrong[i];
            expect_tree_or_reason(text);
        }
        bytes[at] = right;
    }
    free(bytes);
}
END_TEST

START_TEST(a_string_keeps_its_nul)
{
    struct json_object *tree = read_good("text", TEXT("\"app:v1\\u0000-evil\""), NULL);
    ck_assert_int_eq(json_object_get_string_len(tree), 12);
    ck_assert_mem_eq(json_object_get_string(tree), "app:v1\0-evil", 12);
    json_object_put(tree);
}
END_TEST

START_TEST(null_is_no_node_and_no_failure)
{
    struct json_object *tree = json_object_new_object();
    struct json_object *before = tree;
    struct error error = {0};
    ck_assert(json_read(TEXT(" null "), NULL, NULL, &tree, &error));
    ck_assert_ptr_null(tree);
    json_object_put(before);
}
END_TEST

START_TEST(no_error_and_no_lists_are_needed)
{
    struct json_object *tree;
    ck_assert(!json_read(TEXT("{"), NULL, NULL, &tree, NULL));
    ck_assert(json_read(TEXT("{\"a\": 1, \"a\": 2}"), NULL, NULL, &tree, NULL));
    json_object_put(tree);
}
END_TEST

START_TEST(an_empty_text_may_be_null)
{
    struct json_object *tree;
    struct error error = {0};
    ck_assert(!json_read((struct text){0}, NULL, NULL, &tree, &error));
    ck_assert_int_eq(error.kind, ERROR_SYNTAX);
}
END_TEST

START_TEST(no_locale_changes_a_number)
{
    const char *locales[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "C"};
    for (size_t i = 0; i < ARRAY_LEN(locales); i++) {
        if (setlocale(LC_NUMERIC, locales[i]) == NULL)
            continue;
        struct json_object *tree = read_good("text", TEXT("1.5"), NULL);
        ck_assert_double_eq(json_object_get_double(tree), 1.5);
        json_object_put(tree);
    }
    setlocale(LC_NUMERIC, "C");
}
END_TEST

/* What could take time that grows with the square of the size, or more. */
static const struct growing growing[] = {
    {"repeated keys", "{", "\"a\":{\"b\":1},", "\"a\":1}"},
    {"a long string", "\"", "xxxxxxxx", "\""},
    {"a long string of escapes", "\"", "\\u0041\\n", "\""},
    {"a long number", "[0.", "1234567890", "]"},
    {"a long key", "{\"", "xxxxxxxx", "\":1}"},
    {"many lines", "[", "1,\n", "2]"},
    {"repeated lists", "{\"a\":[1,2,3,4]", ",\"a\":[{},2]", "}"},
    {"empty lists", "[", "[],", "[]]"},
};

START_TEST(time_grows_with_the_size_only)
{
    enum { BYTES = 1 << 20 };
    struct text text = growing_text(&growing[_i], BYTES);
    struct json_object *tree;
    struct error_list repeated;
    error_list_init(&repeated, 1);

    clock_t start = clock();
    ck_assert_msg(json_read(text, NULL, &repeated, &tree, NULL), "%s", growing[_i].what);
    ck_assert_msg((clock() - start) / CLOCKS_PER_SEC < growth_most_seconds(), "%s",
                  growing[_i].what);
    json_object_put(tree);
    error_list_release(&repeated);
    free((char *)text.ptr);
}
END_TEST

static Suite *json_suite(void)
{
    Suite *suite = suite_create("json");
    TCase *files = tcase_create("files");
    TCase *calls = tcase_create("calls");
    tcase_set_timeout(files, 60);
    tcase_set_timeout(calls, 60);
    tcase_add_loop_test(files, a_valid_text_gives_the_tree_that_it_describes, 0,
                        (int)valid.gl_pathc);
    tcase_add_loop_test(files, a_typed_object_merges_what_is_repeated, 0, (int)valid.gl_pathc);
    tcase_add_loop_test(files, an_invalid_text_is_refused_with_its_reason_and_place, 0,
                        (int)invalid.gl_pathc);
    tcase_add_loop_test(files, a_text_cut_anywhere_is_read_or_refused, 0, (int)valid.gl_pathc);
    tcase_add_loop_test(files, a_text_with_a_wrong_byte_anywhere_is_read_or_refused, 0,
                        (int)valid.gl_pathc);
    tcase_add_test(calls, a_string_keeps_its_nul);
    tcase_add_test(calls, null_is_no_node_and_no_failure);
    tcase_add_test(calls, no_error_and_no_lists_are_needed);
    tcase_add_test(calls, an_empty_text_may_be_null);
    tcase_add_test(calls, no_locale_changes_a_number);
    tcase_add_loop_test(calls, time_grows_with_the_size_only, 0, (int)ARRAY_LEN(growing));
    suite_add_tcase(suite, files);
    suite_add_tcase(suite, calls);
    return suite;
}

int main(void)
{
    data_files_find("json/valid/*.json", &valid);
    data_files_find("json/invalid/*.json", &invalid);
    int status = run_suite(json_suite());
    globfree(&valid);
    globfree(&invalid);
    return status;
}
