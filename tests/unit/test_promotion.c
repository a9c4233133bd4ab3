#include <check.h>
#include <string.h>

#include "base/check.h"
#include "cases.h"
#include "promotion/promotion.h"
#include "promotion/semver.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 20, LINES_BYTES = 1024 };

static struct test_cases promotions;
static struct test_cases order;

/* ---- Versions. */

static struct semver version_of(struct text source)
{
    struct semver version;

    ck_assert_msg(semver_parse(source, &version), "\"%.*s\" is a version", TEXT_ARGS(source));
    return version;
}

START_TEST(every_version_is_lower_than_the_next)
{
    struct semver version = version_of(order.items[_i].columns[0]);

    for (size_t i = 0; i < order.count; i++) {
        struct semver other = version_of(order.items[i].columns[0]);
        int got = semver_compare(&version, &other);
        int want = ((size_t)_i > i) - ((size_t)_i < i);

        ck_assert_msg((got > 0) - (got < 0) == want, "%s against %s",
                      case_place(&order, &order.items[_i]), order.items[i].columns[0].ptr);
    }
}
END_TEST

START_TEST(a_build_does_not_count)
{
    struct semver version = version_of(order.items[_i].columns[0]);
    struct semver other;

    if (order.items[_i].columns[1].len == 0)
        return;
    other = version_of(order.items[_i].columns[1]);
    ck_assert_int_eq(semver_compare(&version, &other), 0);
    ck_assert_uint_ne(other.build.len, 0);
}
END_TEST

START_TEST(what_is_no_version_leaves_nothing)
{
    static const char *const wrong[] = {
        "",         "1",          "1.2",
        "1.2.3.4",  "v1.2.3",     "01.2.3",
        "1.02.3",   "1.2.03",     "1.2.3-",
        "1.2.3+",   "1.2.3-01",   "1.2.3-a..b",
        "1.2.3-a.", "1.2.3+a+b",  "1.2.3-a_b",
        "1.2.3 ",   " 1.2.3",     "1.2.-3",
        "1..3",     "a.b.c",      "1.2.3-\xc3\xa4",
        "1.2.x",    "1.2.3-a.01", "1.2.3+.",
    };
    struct semver version;

    ck_assert_msg(!semver_parse(text_from_string(wrong[_i]), &version), "\"%s\"", wrong[_i]);
    ck_assert_uint_eq(version.numbers[SEMVER_MAJOR].len, 0);
    ck_assert(!semver_parse(TEXT("1.2.3\0"), &version));
}
END_TEST

/* ---- Promotions. */

static bool has_word(struct text list, struct text word)
{
    while (list.ptr != NULL) {
        if (text_equal(text_cut(&list, ' '), word))
            return true;
    }
    return false;
}

/* Spaces in a row's first column are the ends of lines. */
static struct text lines_of(struct text tags, char *lines)
{
    ck_assert_uint_lt(tags.len, LINES_BYTES);
    for (size_t i = 0; i < tags.len; i++)
        lines[i] = (char)(tags.ptr[i] == ' ' ? '\n' : tags.ptr[i]);
    return (struct text){lines, tags.len};
}

static void put_moves(const struct promotion *promotion, struct buffer *out)
{
    for (size_t i = 0; i < promotion->move_count; i++)
        buffer_printf(out, "%s%.*s", i > 0 ? " " : "", TEXT_ARGS(promotion->moves[i]));
}

START_TEST(every_promotion_has_its_answer)
{
    const struct test_case *row = &promotions.items[_i];
    char lines[LINES_BYTES];
    struct promotion_request request = {
        .from = row->columns[1],
        .to = row->columns[2],
        .tags = lines_of(row->columns[0], lines),
        .is_rollback = has_word(row->columns[3], TEXT("rollback")),
        .is_backport = has_word(row->columns[3], TEXT("backport")),
    };
    const char *place = case_place(&promotions, row);
    struct promotion promotion;
    struct promotion_remark first;
    struct buffer moves = {0};
    struct error error = {0};
    struct arena arena;

    arena_init(&arena, ARENA_BYTES);
    ck_assert(promotion_judge(&request, &arena, &promotion, &error));
    first = promotion.problems.items[0];
    if (promotion.is_allowed) {
        const char *step = promotion_step_name(promotion.step);

        ck_assert_msg(text_equal(row->columns[4], text_from_string(step)), "%s: step %s", place,
                      step);
        put_moves(&promotion, &moves);
        ck_assert_msg(text_ends_with(buffer_text(&moves), row->columns[5]), "%s: moves %.*s", place,
                      TEXT_ARGS(buffer_text(&moves)));
        ck_assert_uint_ne(promotion.source.len, 0);
    } else {
        ck_assert_msg(promotion.problems.count > 0, "%s: refused without a reason", place);
        ck_assert_msg(text_equal(row->columns[4], text_from_string(first.code)), "%s: %s: %.*s",
                      place, first.code, TEXT_ARGS(first.message));
        ck_assert_msg(text_contains(first.fix, row->columns[5]), "%s: fix: %.*s", place,
                      TEXT_ARGS(first.fix));
        ck_assert_uint_eq(promotion.move_count, 0);
    }
    buffer_release(&moves);
    arena_release(&arena);
}
END_TEST

/* Every number that an answer names is one that the next answer takes. */
START_TEST(what_is_advised_is_taken)
{
    const struct test_case *row = &promotions.items[_i];
    char lines[LINES_BYTES];
    struct promotion_request request = {
        .from = row->columns[1],
        .to = TEXT("v987.654.321"),
        .tags = lines_of(row->columns[0], lines),
    };
    struct promotion promotion;
    struct promotion again;
    struct error error = {0};
    struct arena arena;

    arena_init(&arena, ARENA_BYTES);
    ck_assert(promotion_judge(&request, &arena, &promotion, &error));
    ck_assert(!promotion.is_allowed);
    ck_assert_uint_ge(promotion.next_count, 3);
    for (size_t i = 0; i < promotion.next_count && promotion.problems.count == 1; i++) {
        request.to = promotion.next[i];
        ck_assert(promotion_judge(&request, &arena, &again, &error));
        ck_assert_msg(again.is_allowed == (promotion.source.len != 0), "%s: %.*s",
                      case_place(&promotions, row), TEXT_ARGS(request.to));
    }
    arena_release(&arena);
}
END_TEST

START_TEST(without_memory_nothing_is_allowed)
{
    struct promotion_request request = {
        .from = TEXT("v1.0.0-pre.1"),
        .to = TEXT("v1.0.0"),
        .tags = TEXT("v1.0.0-pre.1\n"),
    };
    for (size_t bytes = 0; bytes < 600; bytes += 8) {
        struct promotion promotion = {.is_allowed = true};
        struct error error = {0};
        struct arena arena;

        arena_init(&arena, bytes);
        if (!promotion_judge(&request, &arena, &promotion, &error)) {
            ck_assert(!promotion.is_allowed);
            ck_assert_int_eq(error.kind, ERROR_MEMORY);
        }
        arena_release(&arena);
    }
}
END_TEST

START_TEST(a_version_longer_than_an_image_tag_is_none)
{
    char from[200] = "v1.0.0-";
    struct promotion_request request = {.to = TEXT("v1.0.0")};
    struct promotion promotion;
    struct error error = {0};
    struct arena arena;

    memset(from + 7, 'a', sizeof from - 8);
    from[sizeof from - 1] = '\0';
    request.from = text_from_string(from);
    request.tags = request.from;
    arena_init(&arena, ARENA_BYTES);
    ck_assert(promotion_judge(&request, &arena, &promotion, &error));
    ck_assert_str_eq(promotion.problems.items[0].code, "not-a-pre-release");
    arena_release(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("promotion");
    TCase *tcase = tcase_create("promotion");
    cases_load(&promotions, "promotions.tsv");
    cases_load(&order, "semver_order.tsv");
    tcase_add_loop_test(tcase, every_version_is_lower_than_the_next, 0, (int)order.count);
    tcase_add_loop_test(tcase, a_build_does_not_count, 0, (int)order.count);
    tcase_add_loop_test(tcase, what_is_no_version_leaves_nothing, 0, 24);
    tcase_add_loop_test(tcase, every_promotion_has_its_answer, 0, (int)promotions.count);
    tcase_add_loop_test(tcase, what_is_advised_is_taken, 0, (int)promotions.count);
    tcase_add_test(tcase, without_memory_nothing_is_allowed);
    tcase_add_test(tcase, a_version_longer_than_an_image_tag_is_none);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    cases_release(&promotions);
    cases_release(&order);
    return status;
}
