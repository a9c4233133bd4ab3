#include <check.h>
#include <string.h>

#include "base/check.h"
#include "core/pattern.h"
#include "run_suite.h"

/* TEXT() is no constant expression in strict C11. */
#define SLICE(literal)                                                                             \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
#define CASE(source, subject, want)                                                                \
    {                                                                                              \
        SLICE(source), SLICE(subject), PATTERN_##want, __LINE__                                    \
    }

static const struct {
    struct text source;
    struct text subject;
    enum pattern_result want;
    int line;
} cases[] = {
    CASE("^abc$", "abc", MATCH),
    CASE("^abc$", "ABC", MATCH),
    CASE("^abc$", "abc\n", NO_MATCH),
    CASE("^abc\\z", "abc\n", NO_MATCH),
    CASE("b", "abc", MATCH),
    CASE("^a.c$", "a\nc", NO_MATCH),
    CASE("^a.c$", "a\0c", MATCH),
    CASE("^a\0c$", "a\0c", MATCH),
    CASE("^abc$", "abc\0", NO_MATCH),
    CASE("", "", MATCH),
    CASE("^$", "", MATCH),
    CASE("a", "", NO_MATCH),
    CASE("^.$", "\xc3\xa4", NO_MATCH),
    CASE("^(a)(b)(c)$", "abc", MATCH),
    CASE("^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", FAILED),
};

START_TEST(every_subject_has_its_result)
{
    struct error error = {0};
    struct pattern *pattern = pattern_new(cases[_i].source, &error);

    ck_assert_msg(pattern != NULL, "line %d: %s", cases[_i].line, error.text);
    ck_assert_msg(pattern_match(pattern, cases[_i].subject, NULL) == cases[_i].want, "line %d",
                  cases[_i].line);
    pattern_free(pattern);
}
END_TEST

START_TEST(the_empty_slice_may_have_no_pointer)
{
    struct error error = {0};
    struct pattern *pattern = pattern_new((struct text){0}, &error);

    ck_assert_ptr_nonnull(pattern);
    ck_assert_int_eq(pattern_match(pattern, (struct text){0}, NULL), PATTERN_MATCH);
    pattern_free(pattern);
}
END_TEST

START_TEST(a_bad_pattern_says_what_and_where)
{
    struct error error = {0};

    ck_assert_ptr_null(pattern_new(TEXT("^v(\\d+$"), &error));
    ck_assert_int_eq(error.kind, ERROR_VALUE);
    ck_assert_msg(strstr(error.text, "parenthesis") != NULL, "%s", error.text);
    ck_assert_msg(strstr(error.text, "offset 7") != NULL, "%s", error.text);
}
END_TEST

START_TEST(unicode_mode_cannot_be_switched_on)
{
    struct error error = {0};

    ck_assert_ptr_null(pattern_new(TEXT("(*UTF)a"), &error));
}
END_TEST

START_TEST(a_pattern_cannot_raise_its_limits)
{
    struct error error = {0};
    struct pattern *pattern = pattern_new(TEXT("(*LIMIT_MATCH=4000000000)^(a+)+$"), &error);

    ck_assert_ptr_nonnull(pattern);
    ck_assert_int_eq(
        pattern_match(pattern, TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), NULL),
        PATTERN_FAILED);
    pattern_free(pattern);
}
END_TEST

START_TEST(nothing_is_freed_without_harm)
{
    pattern_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pattern");
    TCase *tcase = tcase_create("matching");
    tcase_add_loop_test(tcase, every_subject_has_its_result, 0, ARRAY_LEN(cases));
    tcase_add_test(tcase, the_empty_slice_may_have_no_pointer);
    tcase_add_test(tcase, a_bad_pattern_says_what_and_where);
    tcase_add_test(tcase, unicode_mode_cannot_be_switched_on);
    tcase_add_test(tcase, a_pattern_cannot_raise_its_limits);
    tcase_add_test(tcase, nothing_is_freed_without_harm);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
