#include <check.h>
#include <limits.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/text.h"

#define LITERAL(string)                                                                            \
    {                                                                                              \
        "" string, sizeof(string) - 1                                                              \
    }

static const struct text nothing;

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

static const struct {
    struct text a, b;
    int order; /* of a, compared with b */
    bool equal_ignoring_case;
} pairs[] = {
    {LITERAL(""), LITERAL(""), 0, true},
    {LITERAL("a"), LITERAL(""), 1, false},
    {LITERAL("a"), LITERAL("a"), 0, true},
    {LITERAL("a"), LITERAL("A"), 1, true},
    {LITERAL("a"), LITERAL("ab"), -1, false},
    {LITERAL("b"), LITERAL("ab"), 1, false},
    {LITERAL("a\0b"), LITERAL("a\0c"), -1, false}, /* NUL ends nothing */
    {LITERAL("a\0b"), LITERAL("a\0B"), 1, true},
    {LITERAL("\x80"), LITERAL("\x7F"), 1, false}, /* bytes have no sign */
    {LITERAL("@"), LITERAL("`"), -1, false},      /* beside the letters */
    {LITERAL("\xC3\xA9"), LITERAL("\xC3\x89"), 1, false},
};

START_TEST(texts_are_compared_as_bytes)
{
    struct text a = pairs[_i].a;
    struct text b = pairs[_i].b;
    ck_assert_int_eq(sign(text_compare(a, b)), pairs[_i].order);
    ck_assert_int_eq(sign(text_compare(b, a)), -pairs[_i].order);
    ck_assert_int_eq(text_equal(a, b), pairs[_i].order == 0);
    ck_assert_int_eq(text_equal_ignoring_case(a, b), pairs[_i].equal_ignoring_case);
}
END_TEST

static const struct {
    struct text text, part;
    bool starts, ends, contains;
} parts[] = {
    {LITERAL("abcabc"), LITERAL("abc"), true, true, true},
    {LITERAL("abcabc"), LITERAL("ab"), true, false, true},
    {LITERAL("abcabc"), LITERAL("bc"), false, true, true},
    {LITERAL("abcabc"), LITERAL("ca"), false, false, true},
    {LITERAL("abcabc"), LITERAL("cb"), false, false, false},
    {LITERAL("abc"), LITERAL("abcd"), false, false, false},
    {LITERAL("abc"), LITERAL("abc"), true, true, true},
    {LITERAL("abc"), LITERAL(""), true, true, true},
    {LITERAL(""), LITERAL(""), true, true, true},
    {LITERAL(""), LITERAL("a"), false, false, false},
    {LITERAL("aab"), LITERAL("ab"), false, true, true},
    {LITERAL("a\0b"), LITERAL("\0b"), false, true, true},
};

START_TEST(a_part_is_found_where_it_stands)
{
    ck_assert_int_eq(text_starts_with(parts[_i].text, parts[_i].part), parts[_i].starts);
    ck_assert_int_eq(text_ends_with(parts[_i].text, parts[_i].part), parts[_i].ends);
    ck_assert_int_eq(text_contains(parts[_i].text, parts[_i].part), parts[_i].contains);
}
END_TEST

static const struct {
    struct text text;
    char byte;
    size_t first, last;
} finds[] = {
    {LITERAL("a:b:c"), ':', 1, 3}, {LITERAL(":"), ':', 0, 0},       {LITERAL("abc"), ':', 3, 3},
    {LITERAL(""), ':', 0, 0},      {LITERAL("a\0b"), '\0', 1, 1},   {LITERAL("a\0:"), ':', 2, 2},
    {LITERAL("abc"), '\0', 3, 3},  {LITERAL("\xFF"), '\xFF', 0, 0},
};

START_TEST(a_byte_is_found_or_the_length_is_given)
{
    ck_assert_uint_eq(text_find(finds[_i].text, finds[_i].byte), finds[_i].first);
    ck_assert_uint_eq(text_find_last(finds[_i].text, finds[_i].byte), finds[_i].last);
}
END_TEST

static const struct {
    size_t from, to;
    struct text want;
} slices[] = {
    {0, 3, LITERAL("abc")}, {1, 2, LITERAL("b")},
    {0, 0, LITERAL("")},    {3, 3, LITERAL("")},
    {2, 1, LITERAL("")},    {1, (size_t)-1, LITERAL("bc")},
    {9, 12, LITERAL("")},   {(size_t)-1, (size_t)-1, LITERAL("")},
};

START_TEST(a_slice_is_cut_at_the_length)
{
    struct text got = text_slice(TEXT("abc"), slices[_i].from, slices[_i].to);
    ck_assert(text_equal(got, slices[_i].want));
}
END_TEST

static const struct {
    struct text text, want;
} trims[] = {
    {LITERAL(" \ta b\t "), LITERAL("a b")},
    {LITERAL("ab"), LITERAL("ab")},
    {LITERAL(" "), LITERAL("")},
    {LITERAL(""), LITERAL("")},
    {LITERAL("\na\r"), LITERAL("\na\r")},
    {LITERAL(" \0 "), LITERAL("\0")},
};

START_TEST(blanks_at_both_ends_are_trimmed)
{
    ck_assert(text_equal(text_trim_blanks(trims[_i].text), trims[_i].want));
}
END_TEST

START_TEST(cutting_gives_the_parts_one_by_one)
{
    struct text rest = TEXT("a,,b");
    ck_assert(text_equal(text_cut(&rest, ','), TEXT("a")));
    ck_assert(text_equal(text_cut(&rest, ','), TEXT("")));
    ck_assert_ptr_nonnull(rest.ptr);
    ck_assert(text_equal(text_cut(&rest, ','), TEXT("b")));
    ck_assert_ptr_null(rest.ptr);
    ck_assert_uint_eq(rest.len, 0);
}
END_TEST

START_TEST(an_empty_rest_behind_the_last_separator_is_not_null)
{
    struct text rest = TEXT("a,");
    ck_assert(text_equal(text_cut(&rest, ','), TEXT("a")));
    ck_assert_uint_eq(rest.len, 0);
    ck_assert_ptr_nonnull(rest.ptr);
}
END_TEST

START_TEST(an_empty_text_may_have_no_pointer)
{
    struct text rest = nothing;
    ck_assert(text_equal(nothing, TEXT("")));
    ck_assert(text_equal_ignoring_case(nothing, TEXT("")));
    ck_assert(text_starts_with(nothing, nothing) && text_ends_with(nothing, nothing));
    ck_assert(text_contains(TEXT("a"), nothing) && !text_contains(nothing, TEXT("a")));
    ck_assert_int_eq(text_compare(nothing, nothing), 0);
    ck_assert_uint_eq(text_find(nothing, 'a') + text_find_last(nothing, 'a'), 0);
    ck_assert_uint_eq(text_slice(nothing, 1, 2).len, 0);
    ck_assert_uint_eq(text_trim_blanks(nothing).len, 0);
    ck_assert_uint_eq(text_cut(&rest, ',').len, 0);
    ck_assert_uint_eq(text_from_string(NULL).len, 0);
}
END_TEST

START_TEST(a_length_too_large_for_printf_is_cut)
{
    ck_assert_int_eq(text_printf_length((struct text){"", (size_t)INT_MAX + 1}), INT_MAX);
    ck_assert_int_eq(text_printf_length((struct text){"", INT_MAX}), INT_MAX);
    ck_assert_int_eq(text_printf_length(TEXT("abc")), 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *tcase = tcase_create("slices");
    tcase_add_loop_test(tcase, texts_are_compared_as_bytes, 0, (int)ARRAY_LEN(pairs));
    tcase_add_loop_test(tcase, a_part_is_found_where_it_stands, 0, (int)ARRAY_LEN(parts));
    tcase_add_loop_test(tcase, a_byte_is_found_or_the_length_is_given, 0, (int)ARRAY_LEN(finds));
    tcase_add_loop_test(tcase, a_slice_is_cut_at_the_length, 0, (int)ARRAY_LEN(slices));
    tcase_add_loop_test(tcase, blanks_at_both_ends_are_trimmed, 0, (int)ARRAY_LEN(trims));
    tcase_add_test(tcase, cutting_gives_the_parts_one_by_one);
    tcase_add_test(tcase, an_empty_rest_behind_the_last_separator_is_not_null);
    tcase_add_test(tcase, an_empty_text_may_have_no_pointer);
    tcase_add_test(tcase, a_length_too_large_for_printf_is_cut);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
