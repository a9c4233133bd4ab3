#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "run_suite.h"

static struct buffer buffer;

static void set_up(void)
{
    buffer = (struct buffer){0};
}

static void tear_down(void)
{
    buffer_release(&buffer);
}

static void expect(struct text want)
{
    struct text got = buffer_text(&buffer);
    ck_assert_msg(text_equal(got, want), "got %.*s, want %.*s", TEXT_ARGS(got), TEXT_ARGS(want));
}

START_TEST(what_is_appended_stands_in_order)
{
    buffer_put(&buffer, TEXT("a\0b"));
    buffer_put_char(&buffer, '-');
    buffer_put_number(&buffer, UINT64_MAX);
    buffer_printf(&buffer, " %s %d", "x", -1);
    buffer_put(&buffer, (struct text){0});
    expect(TEXT("a\0b-18446744073709551615 x -1"));
}
END_TEST

START_TEST(it_grows_past_any_first_size)
{
    for (size_t i = 0; i < 100000; i++)
        buffer_put_char(&buffer, (char)('a' + i % 26));
    struct text got = buffer_text(&buffer);
    ck_assert_uint_eq(got.len, 100000);
    size_t right = 0;
    while (right < got.len && got.ptr[right] == (char)('a' + right % 26))
        right++;
    ck_assert_uint_eq(right, 100000);
}
END_TEST

START_TEST(a_long_line_is_printed_whole)
{
    buffer_printf(&buffer, "%01000d", 7);
    ck_assert_uint_eq(buffer_text(&buffer).len, 1000);
    ck_assert_int_eq(buffer_text(&buffer).ptr[999], '7');
}
END_TEST

START_TEST(the_limit_is_kept_to_the_byte)
{
    buffer_init(&buffer, 5);
    buffer_put(&buffer, TEXT("12345"));
    expect(TEXT("12345"));
    buffer_put_char(&buffer, '6');
    ck_assert(buffer.failed);
    ck_assert_uint_eq(buffer_text(&buffer).len, 0);
}
END_TEST

START_TEST(after_a_failure_nothing_is_appended)
{
    buffer_init(&buffer, 5);
    buffer_printf(&buffer, "%s", "123456");
    ck_assert(buffer.failed);
    buffer_put_char(&buffer, 'x');
    ck_assert(buffer.failed);
    ck_assert_uint_eq(buffer.len, 0);
    ck_assert_ptr_null(buffer_take(&buffer, NULL));
}
END_TEST

START_TEST(a_reset_forgets_the_failure_and_keeps_the_limit)
{
    buffer_init(&buffer, 5);
    buffer_put(&buffer, TEXT("123456"));
    buffer_reset(&buffer);
    buffer_put(&buffer, TEXT("abc"));
    expect(TEXT("abc"));
    buffer_put(&buffer, TEXT("def"));
    ck_assert(buffer.failed);
}
END_TEST

START_TEST(what_cannot_be_allocated_is_a_failure)
{
    buffer_put(&buffer, TEXT("abc"));
    buffer_put(&buffer, (struct text){"", SIZE_MAX - 1});
    ck_assert(buffer.failed);
    buffer_reset(&buffer);
    buffer_put(&buffer, (struct text){"", SIZE_MAX});
    ck_assert(buffer.failed);
}
END_TEST

START_TEST(taking_hands_over_a_terminated_copy)
{
    size_t len;
    buffer_put(&buffer, TEXT("a\0b"));
    char *bytes = buffer_take(&buffer, &len);
    ck_assert_uint_eq(len, 3);
    ck_assert_mem_eq(bytes, "a\0b", 4);
    ck_assert_uint_eq(buffer_text(&buffer).len, 0);
    free(bytes);
}
END_TEST

START_TEST(taking_from_an_empty_buffer_gives_an_empty_string)
{
    size_t len = 7;
    char *bytes = buffer_take(&buffer, &len);
    ck_assert_str_eq(bytes, "");
    ck_assert_uint_eq(len, 0);
    free(bytes);
}
END_TEST

START_TEST(a_full_buffer_has_room_for_the_terminator)
{
    buffer_init(&buffer, 256);
    for (size_t i = 0; i < 256; i++)
        buffer_put_char(&buffer, 'x');
    char *bytes = buffer_take(&buffer, NULL);
    ck_assert_uint_eq(strlen(bytes), 256);
    free(bytes);
}
END_TEST

START_TEST(null_is_accepted_where_nothing_is_left_to_do)
{
    buffer_reset(NULL);
    buffer_release(NULL);
    ck_assert_uint_eq(buffer_text(&buffer).len, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("buffer");
    TCase *tcase = tcase_create("output");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, what_is_appended_stands_in_order);
    tcase_add_test(tcase, it_grows_past_any_first_size);
    tcase_add_test(tcase, a_long_line_is_printed_whole);
    tcase_add_test(tcase, the_limit_is_kept_to_the_byte);
    tcase_add_test(tcase, after_a_failure_nothing_is_appended);
    tcase_add_test(tcase, a_reset_forgets_the_failure_and_keeps_the_limit);
    tcase_add_test(tcase, what_cannot_be_allocated_is_a_failure);
    tcase_add_test(tcase, taking_hands_over_a_terminated_copy);
    tcase_add_test(tcase, taking_from_an_empty_buffer_gives_an_empty_string);
    tcase_add_test(tcase, a_full_buffer_has_room_for_the_terminator);
    tcase_add_test(tcase, null_is_accepted_where_nothing_is_left_to_do);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
