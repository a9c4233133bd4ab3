/* Cases are files: tests/data/yaml/NAME.yaml must be read, and give the JSON texts of NAME.json,
 * one on a line for each document; NAME.repeated lists the repeated keys. What NAME.json says was
 * made with sigs.k8s.io/yaml 1.4.0, as in kubectl 1.32, but for the cases that are read with more
 * care. tests/data/yaml/invalid/NAME.yaml must be refused, for the reason in NAME.error if there is
 * one. */
#include <check.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "data_files.h"
#include "document/yaml.h"
#include "growth.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 24, MAX_REPEATED = 20 };

static glob_t valid;
static glob_t invalid;

static void expect_document(const char *path, struct yaml_reader *reader, struct text want_text)
{
    struct json_object *want = data_parse_json(want_text);
    struct json_object *got;
    struct error error = {0};
    enum yaml_result result = yaml_reader_next(reader, &got, &error);
    ck_assert_msg(result == YAML_DOCUMENT, "%s: got %d at %zu:%zu: %s", path, (int)result,
                  error.line, error.column, error.text);
    ck_assert_msg(json_object_equal(got, want), "%s: got %s, want %s", path,
                  json_object_to_json_string(got), json_object_to_json_string(want));
    json_object_put(got);
    json_object_put(want);
}

START_TEST(a_valid_stream_gives_the_documents_that_it_describes)
{
    const char *path = valid.gl_pathv[_i];
    struct text text;
    struct text documents;
    struct error_list repeated;
    struct json_object *none;
    struct error error = {0};
    error_list_init(&repeated, MAX_REPEATED);
    ck_assert(data_file_read(path, NULL, &text));
    ck_assert_msg(data_file_read(path, ".json", &documents), "%s has no .json", path);

    struct yaml_reader *reader = yaml_reader_new(text, NULL, &repeated);
    ck_assert_ptr_nonnull(reader);
    for (struct text rest = documents; rest.len != 0;)
        expect_document(path, reader, text_cut(&rest, '\n'));
    ck_assert_msg(yaml_reader_next(reader, &none, &error) == YAML_END, "%s goes on: %s", path,
                  error.text);
    ck_assert_int_eq(yaml_reader_next(reader, &none, &error), YAML_END);
    data_file_expect_errors(path, ".repeated", repeated.items, repeated.count);

    yaml_reader_free(reader);
    error_list_release(&repeated);
    free((char *)documents.ptr);
    free((char *)text.ptr);
}
END_TEST

START_TEST(an_invalid_stream_is_refused_with_its_reason_and_place)
{
    const char *path = invalid.gl_pathv[_i];
    struct text text;
    struct text reason;
    struct json_object *tree = NULL;
    struct error error = {0};
    enum yaml_result result = YAML_DOCUMENT;
    ck_assert(data_file_read(path, NULL, &text));

    struct yaml_reader *reader = yaml_reader_new(text, NULL, NULL);
    ck_assert_ptr_nonnull(reader);
    while (result == YAML_DOCUMENT) {
        result = yaml_reader_next(reader, &tree, &error);
        json_object_put(tree);
    }
    ck_assert_msg(result == YAML_FAILED, "%s was accepted", path);
    ck_assert_ptr_null(tree);
    ck_assert_int_ne(error.kind, ERROR_NONE);
    if (data_file_read(path, ".error", &reason))
        data_file_expect_errors(path, ".error", &error, 1);
    ck_assert_int_eq(yaml_reader_next(reader, &tree, NULL), YAML_FAILED);

    yaml_reader_free(reader);
    free((char *)reason.ptr);
    free((char *)text.ptr);
}
END_TEST

/* Long files are tried at some of their bytes: each attempt reads the whole file. */
static size_t stride(struct text text)
{
    return text.len / 50 + 1;
}

/* Whatever the bytes are: documents up to the end, or an error with its place. */
static void expect_documents_or_reason(struct text bytes)
{
    struct text copy = exact_copy(bytes);
    struct arena positions;
    struct error_list repeated;
    struct json_object *tree;
    struct error error = {0};
    enum yaml_result result = YAML_DOCUMENT;
    arena_init(&positions, ARENA_BYTES);
    error_list_init(&repeated, 1);

    struct yaml_reader *reader = yaml_reader_new(copy, &positions, &repeated);
    ck_assert_ptr_nonnull(reader);
    while (result == YAML_DOCUMENT) {
        result = yaml_reader_next(reader, &tree, &error);
        ck_assert(result == YAML_DOCUMENT || tree == NULL);
        json_object_put(tree);
    }
    ck_assert_int_eq(result == YAML_FAILED, error.kind != ERROR_NONE);
    ck_assert(result == YAML_END || (error.line >= 1 && error.column >= 1));

    yaml_reader_free(reader);
    error_list_release(&repeated);
    arena_release(&positions);
    free((char *)copy.ptr);
}

START_TEST(a_stream_cut_anywhere_is_read_or_refused)
{
    struct text text;
    ck_assert(data_file_read(valid.gl_pathv[_i], NULL, &text));
    for (size_t len = 0; len <= text.len; len += stride(text))
        expect_documents_or_reason(text_slice(text, 0, len));
    free((char *)text.ptr);
}
END_TEST

START_TEST(a_stream_with_a_wrong_byte_anywhere_is_read_or_refused)
{
    static const char wrong[] = {'\0', '\t', '\n', ' ', '"', '{', ']', ':', '-', '*', '&', '\x80'};
    struct text text;
    ck_assert(data_file_read(valid.gl_pathv[_i], NULL, &text));
    char *bytes = (char *)text.ptr;
    for (size_t at = 0; at < text.len; at += stride(text)) {
        char right = bytes[at];
        for (size_t i = 0; i < sizeof wrong; i++) {
            bytes[at] = wrong[i];
            expect_documents_or_reason(text);
        }
        bytes[at] = right;
    }
    free(bytes);
}
END_TEST

START_TEST(the_line_of_a_document_is_known)
{
    struct json_object *tree;
    struct yaml_reader *reader =
        yaml_reader_new(TEXT("# a\n\nb: 1\n---\nc: 2\n---\n---\nd: 4\n"), NULL, NULL);
    static const size_t lines[] = {3, 4, 6, 7};
    ck_assert_ptr_nonnull(reader);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        ck_assert_int_eq(yaml_reader_next(reader, &tree, NULL), YAML_DOCUMENT);
        ck_assert_uint_eq(yaml_reader_line(reader), lines[i]);
        json_object_put(tree);
    }
    ck_assert_int_eq(yaml_reader_next(reader, &tree, NULL), YAML_END);
    yaml_reader_free(reader);
}
END_TEST

START_TEST(one_document_is_read_as_one)
{
    struct json_object *tree;
    struct error error = {0};
    ck_assert(yaml_read_one(TEXT("a: 1\n"), NULL, NULL, &tree, &error));
    ck_assert_str_eq(json_object_to_json_string_ext(tree, JSON_C_TO_STRING_PLAIN), "{\"a\":1}");
    json_object_put(tree);
}
END_TEST

START_TEST(an_empty_stream_is_null)
{
    struct json_object *tree;
    ck_assert(yaml_read_one((struct text){0}, NULL, NULL, &tree, NULL));
    ck_assert_ptr_null(tree);
    ck_assert(yaml_read_one(TEXT("# comment\n"), NULL, NULL, &tree, NULL));
    ck_assert_ptr_null(tree);
}
END_TEST

START_TEST(a_second_document_is_one_too_many)
{
    struct json_object *tree;
    struct error error = {0};
    ck_assert(!yaml_read_one(TEXT("a: 1\n---\nb: 2\n"), NULL, NULL, &tree, &error));
    ck_assert_ptr_null(tree);
    ck_assert_int_eq(error.kind, ERROR_VALUE);
    ck_assert_uint_eq(error.line, 2);
}
END_TEST

START_TEST(a_broken_second_document_is_refused)
{
    struct json_object *tree;
    struct error error = {0};
    ck_assert(!yaml_read_one(TEXT("a: 1\n---\n[\n"), NULL, NULL, &tree, &error));
    ck_assert_ptr_null(tree);
    ck_assert_int_eq(error.kind, ERROR_SYNTAX);
}
END_TEST

/* A walk over the tree costs as much as its nodes with all repetitions. */
static size_t count_nodes(struct json_object *tree)
{
    size_t count = 1;
    if (json_object_is_type(tree, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(tree); i++)
            count += count_nodes(json_object_array_get_idx(tree, i));
    }
    return count;
}

START_TEST(aliases_multiply_up_to_the_limit_only)
{
    enum { ANCHORED = 1000, BYTES = 64 * 1024 };
    char *bytes = malloc(BYTES);
    struct json_object *tree;
    struct error error = {0};
    ck_assert_ptr_nonnull(bytes);

    /* One list of 1000 nodes, and so many aliases of it that the next one is too many. */
    size_t len = (size_t)snprintf(bytes, BYTES, "[&a [x");
    for (size_t i = 2; i < ANCHORED; i++)
        len += (size_t)snprintf(bytes + len, BYTES - len, ",x");
    len += (size_t)snprintf(bytes + len, BYTES - len, "]");
    for (size_t i = 0; i < LIMIT_ALIAS_NODES / ANCHORED; i++)
        len += (size_t)snprintf(bytes + len, BYTES - len, ",*a");
    bytes[len] = ']';
    ck_assert(yaml_read_one((struct text){bytes, len + 1}, NULL, NULL, &tree, &error));
    ck_assert_uint_eq(count_nodes(tree), 1 + ANCHORED + LIMIT_ALIAS_NODES);
    json_object_put(tree);

    len += (size_t)snprintf(bytes + len, BYTES - len, ",*a]");
    ck_assert(!yaml_read_one((struct text){bytes, len}, NULL, NULL, &tree, &error));
    ck_assert_int_eq(error.kind, ERROR_LIMIT);
    free(bytes);
}
END_TEST

/* What could take time that grows with the square of the size, or more. */
static const struct growing growing[] = {
    {"one long line", "[", "{\xC3\xBC: 1, b: 2}, ", "x]"},
    {"repeated keys on one line", "{", "a: 1, ", "a: 2}"},
    {"many lines", "", "- {a: b}\n", ""},
    {"one long scalar", "a: \"", "x\\n y ", "\""},
    {"a long plain scalar", "a: ", "x y z\n  ", "x"},
    {"anchors set again", "", "- &a x\n- *a\n", ""},
    {"merges on one line", "[&a {b: 1}", ", {<<: *a}", "]"},
    {"documents", "a: 1\n", "---\nb: 2\n", ""},
    {"comments", "", "# comment\n", ""},
};

START_TEST(time_grows_with_the_size_only)
{
    enum { BYTES = 1 << 18 };
    struct text text = growing_text(&growing[_i], BYTES);
    struct arena positions;
    struct error_list repeated;
    struct json_object *tree;
    enum yaml_result result = YAML_DOCUMENT;
    arena_init(&positions, (size_t)1 << 30);
    error_list_init(&repeated, 1);

    clock_t start = clock();
    struct yaml_reader *reader = yaml_reader_new(text, &positions, &repeated);
    while (result == YAML_DOCUMENT) {
        result = yaml_reader_next(reader, &tree, NULL);
        json_object_put(tree);
    }
    ck_assert_msg(result == YAML_END, "%s", growing[_i].what);
    ck_assert_msg((clock() - start) / CLOCKS_PER_SEC < growth_most_seconds(), "%s",
                  growing[_i].what);
    yaml_reader_free(reader);
    error_list_release(&repeated);
    arena_release(&positions);
    free((char *)text.ptr);
}
END_TEST

static TCase *file_tests(void)
{
    TCase *tcase = tcase_create("files");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, a_valid_stream_gives_the_documents_that_it_describes, 0,
                        (int)valid.gl_pathc);
    tcase_add_loop_test(tcase, an_invalid_stream_is_refused_with_its_reason_and_place, 0,
                        (int)invalid.gl_pathc);
    tcase_add_loop_test(tcase, a_stream_cut_anywhere_is_read_or_refused, 0, (int)valid.gl_pathc);
    tcase_add_loop_test(tcase, a_stream_with_a_wrong_byte_anywhere_is_read_or_refused, 0,
                        (int)valid.gl_pathc);
    return tcase;
}

static TCase *call_tests(void)
{
    TCase *tcase = tcase_create("calls");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, the_line_of_a_document_is_known);
    tcase_add_test(tcase, one_document_is_read_as_one);
    tcase_add_test(tcase, an_empty_stream_is_null);
    tcase_add_test(tcase, a_second_document_is_one_too_many);
    tcase_add_test(tcase, a_broken_second_document_is_refused);
    tcase_add_test(tcase, aliases_multiply_up_to_the_limit_only);
    tcase_add_loop_test(tcase, time_grows_with_the_size_only, 0, (int)ARRAY_LEN(growing));
    return tcase;
}

int main(void)
{
    data_files_find("yaml/*.yaml", &valid);
    data_files_find("yaml/invalid/*.yaml", &invalid);
    Suite *suite = suite_create("yaml");
    suite_add_tcase(suite, file_tests());
    suite_add_tcase(suite, call_tests());
    int status = run_suite(suite);
    globfree(&valid);
    globfree(&invalid);
    return status;
}
