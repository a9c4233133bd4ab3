#include <check.h>
#include <limits.h>

#include "base/check.h"
#include "base/text.h"
#include "run_suite.h"

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
    {TEXT_INIT(""), TEXT_INIT(""), 0, true},
    {TEXT_INIT("a"), TEXT_INIT(""), 1, false},
    {TEXT_INIT("a"), TEXT_INIT("a"), 0, true},
    {TEXT_INIT("a"), TEXT_INIT("A"), 1, true},
    {TEXT_INIT("a"), TEXT_INIT("ab"), -1, false},
    {TEXT_INIT("b"), TEXT_INIT("ab"), 1, false},
    {TEXT_INIT("a\0b"), TEXT_INIT("a\0c"), -1, false}, /* NUL ends nothing */
    {TEXT_INIT("a\0b"), TEXT_INIT("a\0B"), 1, true},
    {TEXT_INIT("\x80"), TEXT_INIT("\x7F"), 1, false}, /* bytes have no sign */
    {TEXT_INIT("@"), TEXT_INIT("`"), -1, false},      /* beside the letters */
    {TEXT_INIT("\xC3\xA9"), TEXT_INIT("\xC3\x89"), 1, false},
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
    {TEXT_INIT("abcabc"), TEXT_INIT("abc"), true, true, true},
    {TEXT_INIT("abcabc"), TEXT_INIT("ab"), true, false, true},
    {TEXT_INIT("abcabc"), TEXT_INIT("bc"), false, true, true},
    {TEXT_INIT("abcabc"), TEXT_INIT("ca"), false, false, true},
    {TEXT_INIT("abcabc"), TEXT_INIT("cb"), false, false, false},
    {TEXT_INIT("abc"), TEXT_INIT("abcd"), false, false, false},
    {TEXT_INIT("abc"), TEXT_INIT("abc"), true, true, true},
    {TEXT_INIT("abc"), TEXT_INIT(""), true, true, true},
    {TEXT_INIT(""), TEXT_INIT(""), true, true, true},
    {TEXT_INIT(""), TEXT_INIT("a"), false, false, false},
    {TEXT_INIT("aab"), TEXT_INIT("ab"), false, true, true},
    {TEXT_INIT("a\0b"), TEXT_INIT("\0b"), false, true, true},
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
    {TEXT_INIT("a:b:c"), ':', 1, 3}, {TEXT_INIT(":"), ':', 0, 0},
    {TEXT_INIT("abc"), ':', 3, 3},   {TEXT_INIT(""), ':', 0, 0},
    {TEXT_INIT("a\0b"), '\0', 1, 1}, {TEXT_INIT("a\0:"), ':', 2, 2},
    {TEXT_INIT("abc"), '\0', 3, 3},  {TEXT_INIT("\xFF"), '\xFF', 0, 0},
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
    {0, 3, TEXT_INIT("abc")}, {1, 2, TEXT_INIT("b")},
    {0, 0, TEXT_INIT("")},    {3, 3, TEXT_INIT("")},
    {2, 1, TEXT_INIT("")},    {1, (size_t)-1, TEXT_INIT("bc")},
    {9, 12, TEXT_INIT("")},   {(size_t)-1, (size_t)-1, TEXT_INIT("")},
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
    {TEXT_INIT(" \ta b\t "), TEXT_INIT("a b")},
    {TEXT_INIT("ab"), TEXT_INIT("ab")},
    {TEXT_INIT(" "), TEXT_INIT("")},
    {TEXT_INIT(""), TEXT_INIT("")},
    {TEXT_INIT("\na\r"), TEXT_INIT("\na\r")},
    {TEXT_INIT(" \0 "), TEXT_INIT("\0")},
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

START_TEST(lists_are_searched_whole)
{
    const struct text items[] = {TEXT_INIT("a"), TEXT_INIT("b"), TEXT_INIT("c")};
    struct text_list all = {items, 3};
    struct text_list last = {items + 2, 1};
    struct text_list none = {0};
    ck_assert(text_list_holds(&all, TEXT("c")));
    ck_assert(!text_list_holds(&all, TEXT("C")) && !text_list_holds(&none, TEXT("c")));
    ck_assert(text_lists_meet(&all, &last) && text_lists_meet(&last, &all));
    ck_assert(!text_lists_meet(&all, &none) && !text_lists_meet(&none, &none));
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
    tcase_add_test(tcase, lists_are_searched_whole);
    tcase_add_test(tcase, a_length_too_large_for_printf_is_cut);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
