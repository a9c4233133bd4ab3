/* What is JSON and what is not: tests/data/json.tsv, read with and without positions. */
#include <check.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "cases.h"
#include "document/json.h"
#include "document/position.h"

enum { ARENA_BYTES = 1 << 20, MAX_MESSAGE = 640 };

static struct test_cases cases;

/* The tree as json-c writes it, or "error LINE:COLUMN: text". */
static void put_result(struct buffer *out, struct text source, struct arena *positions,
                       struct error_list *repeated)
{
    struct json_object *root = NULL;
    struct error error = {0};
    if (!json_read(source, positions, repeated, &root, &error)) {
        ck_assert_ptr_null(root);
        ck_assert_int_ne(error.kind, ERROR_NONE);
        buffer_printf(out, "error %zu:%zu: %s", error.line, error.column, error.text);
        return;
    }
    const char *json = json_object_to_json_string_ext(root, JSON_C_TO_STRING_PLAIN |
                                                                JSON_C_TO_STRING_NOSLASHESCAPE);
    buffer_put(out, text_from_string(json));
    json_object_put(root);
}

START_TEST(every_text_is_read_or_refused)
{
    const struct test_case *row = &cases.items[_i];
    struct buffer plain = {0};
    struct buffer placed = {0};
    struct arena positions;
    arena_init(&positions, ARENA_BYTES);
    put_result(&plain, row->columns[0], NULL, NULL);
    put_result(&placed, row->columns[0], &positions, NULL);
    ck_assert_msg(text_equal(buffer_text(&plain), row->columns[1]), "%s: got \"%.*s\"",
                  case_place(&cases, row), TEXT_ARGS(buffer_text(&plain)));
    ck_assert_msg(text_equal(buffer_text(&placed), row->columns[1]), "%s: with positions \"%.*s\"",
                  case_place(&cases, row), TEXT_ARGS(buffer_text(&placed)));
    arena_release(&positions);
    buffer_release(&plain);
    buffer_release(&placed);
}
END_TEST

START_TEST(every_beginning_of_a_text_is_read_or_refused)
{
    struct text source = cases.items[_i].columns[0];
    for (size_t len = 0; len < source.len; len++) {
        struct buffer result = {0};
        char *exact = malloc(len != 0 ? len : 1);
        for (size_t i = 0; i < len; i++)
            exact[i] = source.ptr[i];
        put_result(&result, (struct text){exact, len}, NULL, NULL);
        ck_assert_uint_gt(result.len, 0);
        free(exact);
        buffer_release(&result);
    }
}
END_TEST

static void nest(struct buffer *out, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        buffer_put_char(out, '[');
    for (size_t i = 0; i < depth; i++)
        buffer_put_char(out, ']');
}

START_TEST(nesting_has_a_limit)
{
    static const struct {
        size_t depth;
        bool is_read;
    } depths[] = {{1, true}, {200, true}, {201, false}, {100000, false}};
    for (size_t i = 0; i < ARRAY_LEN(depths); i++) {
        struct buffer text = {0};
        struct json_object *root = NULL;
        struct error error = {0};
        nest(&text, depths[i].depth);
        ck_assert(json_read(buffer_text(&text), NULL, NULL, &root, &error) == depths[i].is_read);
        ck_assert_int_eq(error.kind, depths[i].is_read ? ERROR_NONE : ERROR_LIMIT);
        json_object_put(root);
        buffer_release(&text);
    }
}
END_TEST

START_TEST(nodes_and_keys_know_where_they_stand)
{
    struct text source = TEXT("{\n  \"a\": [1, \"x\"],\n  \"b\": {\"c\": null}\n}");
    struct arena positions;
    struct json_object *root = NULL;
    arena_init(&positions, ARENA_BYTES);
    ck_assert(json_read(source, &positions, NULL, &root, NULL));
    struct json_object *list = json_object_object_get(root, "a");
    struct position at = position_of(json_object_array_get_idx(list, 1));
    ck_assert_uint_eq(at.line, 2);
    ck_assert_uint_eq(at.column, 12);
    at = position_of_key(root, "b");
    ck_assert_uint_eq(at.line, 3);
    ck_assert_uint_eq(at.column, 3);
    at = position_of_member(json_object_object_get(root, "b"), "c");
    ck_assert_uint_eq(at.line, 3);
    ck_assert_uint_eq(at.column, 9);
    json_object_put(root);
    arena_release(&positions);
}
END_TEST

START_TEST(a_repeated_key_is_told)
{
    struct error_list repeated;
    struct json_object *root = NULL;
    error_list_init(&repeated, 10);
    ck_assert(json_read(TEXT("{\"a\":1,\n\"a\":2}"), NULL, &repeated, &root, NULL));
    ck_assert_uint_eq(repeated.count, 1);
    ck_assert_uint_eq(repeated.items[0].line, 2);
    ck_assert(text_contains(text_from_string(repeated.items[0].text), TEXT("\"a\"")));
    json_object_put(root);
    error_list_release(&repeated);
}
END_TEST

int main(void)
{
    cases_load(&cases, "json.tsv");
    Suite *suite = suite_create("json");
    TCase *tcase = tcase_create("reader");
    tcase_add_loop_test(tcase, every_text_is_read_or_refused, 0, (int)cases.count);
    tcase_add_loop_test(tcase, every_beginning_of_a_text_is_read_or_refused, 0, (int)cases.count);
    tcase_add_test(tcase, nesting_has_a_limit);
    tcase_add_test(tcase, nodes_and_keys_know_where_they_stand);
    tcase_add_test(tcase, a_repeated_key_is_told);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    cases_release(&cases);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
