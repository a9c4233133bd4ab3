#include <check.h>
#include <string.h>

#include "base/check.h"
#include "core/glob.h"
#include "run_suite.h"

/* TEXT() is no constant expression in strict C11. */
#define SLICE(literal)                                                                             \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
#define CASE(glob, subject, want)                                                                  \
    {                                                                                              \
        SLICE(glob), SLICE(subject), want, __LINE__                                                \
    }

static const struct {
    struct text glob;
    struct text subject;
    bool want;
    int line;
} cases[] = {
    CASE("", "", true),
    CASE("", "a", false),
    CASE("a", "", false),
    CASE("*", "", true),
    CASE("**", "", true),
    CASE("?", "", false),
    CASE("abc", "abc", true),
    CASE("abc", "ABC", false),
    CASE("abc", "abcd", false),
    CASE("abcd", "abc", false),
    CASE("a?c", "abc", true),
    CASE("a?c", "ac", false),
    CASE("a?c", "a/c", true),
    CASE("prod-*", "prod-eu", true),
    CASE("prod-*", "prod-", true),
    CASE("prod-*", "prod", false),
    CASE("*-prod", "eu-prod", true),
    CASE("*-prod", "eu-prod-1", false),
    CASE("ghcr.io/acme/*", "ghcr.io/acme/team/web", true),
    CASE("ghcr.io/acme/*", "ghcr.io/acme", false),
    CASE("*a*b*c*", "xxaxxbxxcxx", true),
    CASE("*a*b*c*", "xxaxxcxxbxx", false),
    CASE("*ab", "aab", true),
    CASE("*aab", "aaaab", true),
    CASE("a*?b", "ab", false),
    CASE("a*?b", "axb", true),
    CASE("a\0c", "a\0c", true),
    CASE("a*", "a\0c", true),
    CASE("a", "a\0c", false),
    CASE("[a]", "a", false),
    CASE("\\*", "x", false),
};

START_TEST(every_subject_has_its_answer)
{
    ck_assert_msg(glob_match(cases[_i].glob, cases[_i].subject) == cases[_i].want, "line %d",
                  cases[_i].line);
}
END_TEST

START_TEST(one_match_among_many_is_enough)
{
    const struct text globs[] = {TEXT("a"), TEXT("b*")};

    ck_assert(glob_match_any(globs, ARRAY_LEN(globs), TEXT("bb")));
    ck_assert(!glob_match_any(globs, ARRAY_LEN(globs), TEXT("c")));
    ck_assert(!glob_match_any(NULL, 0, TEXT("c")));
}
END_TEST

/* Exponential for a matcher that tries every star again: this would not come back. */
START_TEST(many_stars_do_not_take_long)
{
    char glob[400];
    char subject[4000];

    for (size_t i = 0; i < sizeof(glob); i++)
        glob[i] = i % 2 == 0 ? '*' : 'a';
    memset(subject, 'a', sizeof(subject));
    subject[sizeof(subject) - 1] = 'b';
    ck_assert(
        !glob_match((struct text){glob, sizeof(glob)}, (struct text){subject, sizeof(subject)}));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("glob");
    TCase *tcase = tcase_create("matching");
    tcase_add_loop_test(tcase, every_subject_has_its_answer, 0, ARRAY_LEN(cases));
    tcase_add_test(tcase, one_match_among_many_is_enough);
    tcase_add_test(tcase, many_stars_do_not_take_long);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
