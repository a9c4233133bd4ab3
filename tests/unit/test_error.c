#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "run_suite.h"

START_TEST(the_first_error_is_the_cause)
{
    struct error error = {0};
    ck_assert(!error_set_at(&error, ERROR_SYNTAX, 3, 7, "unknown key \"%s\"", "foo"));
    ck_assert(!error_set(&error, ERROR_VALUE, "second"));
    ck_assert(!error_no_memory(&error));
    ck_assert_int_eq(error.kind, ERROR_SYNTAX);
    ck_assert_uint_eq(error.line, 3);
    ck_assert_uint_eq(error.column, 7);
    ck_assert_str_eq(error.text, "unknown key \"foo\"");
}
END_TEST

START_TEST(nobody_need_listen)
{
    ck_assert(!error_set(NULL, ERROR_VALUE, "text"));
    ck_assert(!error_set_at(NULL, ERROR_VALUE, 1, 1, "text"));
    ck_assert(!error_no_memory(NULL));
}
END_TEST

START_TEST(a_text_too_long_is_cut_and_terminated)
{
    struct error error = {0};
    error_set(&error, ERROR_VALUE, "%01000d", 1);
    ck_assert_uint_eq(strlen(error.text), sizeof error.text - 1);
}
END_TEST

static const struct {
    const char *source;
    size_t line, column;
    const char *want;
} formats[] = {
    {"", 0, 0, "text"},
    {"a.yaml", 0, 0, "a.yaml: text"},
    {"", 3, 0, "3: text"},
    {"a.yaml", 3, 0, "a.yaml:3: text"},
    {"", 3, 7, "3:7: text"},
    {"a.yaml", 3, 7, "a.yaml:3:7: text"},
    {"a.yaml", 0, 7, "a.yaml: text"}, /* a column without its line says nothing */
};

START_TEST(an_error_is_written_with_what_is_known)
{
    struct error error = {.kind = ERROR_VALUE,
                          .line = formats[_i].line,
                          .column = formats[_i].column,
                          .text = "text"};
    char out[64];
    strcpy(error.source, formats[_i].source);
    error_format(&error, out, sizeof out);
    ck_assert_str_eq(out, formats[_i].want);
}
END_TEST

START_TEST(an_error_is_cut_to_the_room_there_is)
{
    struct error error = {.kind = ERROR_VALUE, .source = "a.yaml", .line = 3, .text = "text"};
    const char *whole = "a.yaml:3: text";
    for (size_t size = 1; size <= strlen(whole) + 1; size++) {
        char *out = malloc(size);
        ck_assert_ptr_nonnull(out);
        error_format(&error, out, size);
        ck_assert_uint_eq(strlen(out), size - 1);
        ck_assert_int_eq(strncmp(out, whole, size - 1), 0);
        free(out);
    }
    error_format(&error, NULL, 0);
}
END_TEST

START_TEST(a_list_keeps_the_errors_in_order)
{
    struct error_list list;
    error_list_init(&list, 100);
    ck_assert(error_list_is_empty(&list));
    for (size_t i = 0; i < 100; i++)
        error_list_add(&list, ERROR_VALUE, "a.yaml", i + 1, 2, "number %zu", i);
    ck_assert_uint_eq(list.count, 100);
    ck_assert_uint_eq(list.dropped, 0);
    for (size_t i = 0; i < 100; i++) {
        ck_assert_uint_eq(list.items[i].line, i + 1);
        ck_assert_str_eq(list.items[i].source, "a.yaml");
    }
    ck_assert_str_eq(list.items[99].text, "number 99");
    error_list_release(&list);
}
END_TEST

START_TEST(a_full_list_counts_what_it_drops)
{
    struct error_list list;
    error_list_init(&list, 2);
    for (size_t i = 0; i < 5; i++)
        error_list_add(&list, ERROR_VALUE, NULL, 0, 0, "text");
    ck_assert_uint_eq(list.count, 2);
    ck_assert_uint_eq(list.dropped, 3);
    ck_assert_str_eq(list.items[0].source, "");
    error_list_release(&list);
}
END_TEST

START_TEST(a_list_that_only_dropped_is_not_empty)
{
    struct error_list list;
    error_list_init(&list, 0);
    error_list_add(&list, ERROR_VALUE, "a", 1, 1, "text");
    ck_assert(!error_list_is_empty(&list));
    error_list_release(&list);
    error_list_release(NULL);
}
END_TEST

START_TEST(a_released_list_is_empty_and_usable)
{
    struct error_list list;
    error_list_init(&list, 2);
    error_list_add(&list, ERROR_VALUE, "a", 1, 1, "text");
    error_list_release(&list);
    ck_assert(error_list_is_empty(&list));
    error_list_add(&list, ERROR_VALUE, "a", 1, 1, "text");
    ck_assert_uint_eq(list.count, 1);
    error_list_release(&list);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("error");
    TCase *tcase = tcase_create("errors");
    tcase_add_test(tcase, the_first_error_is_the_cause);
    tcase_add_test(tcase, nobody_need_listen);
    tcase_add_test(tcase, a_text_too_long_is_cut_and_terminated);
    tcase_add_loop_test(tcase, an_error_is_written_with_what_is_known, 0, (int)ARRAY_LEN(formats));
    tcase_add_test(tcase, an_error_is_cut_to_the_room_there_is);
    tcase_add_test(tcase, a_list_keeps_the_errors_in_order);
    tcase_add_test(tcase, a_full_list_counts_what_it_drops);
    tcase_add_test(tcase, a_list_that_only_dropped_is_not_empty);
    tcase_add_test(tcase, a_released_list_is_empty_and_usable);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
