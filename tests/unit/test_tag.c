#include <check.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

#include "base/check.h"
#include "cases.h"
#include "core/tag.h"
#include "run_suite.h"

static struct test_cases cases;
static struct tag_table *table;

static void make_table(void)
{
    struct error error = {0};

    table = tag_table_new(NULL, 0, NULL, &error);
    ck_assert_msg(table != NULL, "%s", error.text);
}

static void free_table(void)
{
    tag_table_free(table);
    table = NULL;
}

static struct tag_verdict classify(const struct tag_table *with, struct image_ref ref)
{
    struct tag_verdict verdict;
    struct error error = {0};

    ck_assert_msg(tag_classify(with, &ref, &verdict, &error), "%s", error.text);
    return verdict;
}

static struct image_ref reference(const char *source)
{
    struct image_ref ref;

    ck_assert_int_eq(image_ref_parse(text_from_string(source), &ref), IMAGE_REF_VALID);
    return ref;
}

static const struct image_ref app = {.name = {"app", 3}, .repository = {"app", 3}};

START_TEST(every_tag_has_its_class)
{
    const struct test_case *row = &cases.items[_i];
    struct image_ref ref = app;
    enum tag_class want;
    struct tag_verdict got;

    ref.tag = row->columns[0];
    ck_assert_msg(tag_class_from_name(row->columns[1], &want), "%s: no class \"%.*s\"",
                  case_place(&cases, row), TEXT_ARGS(row->columns[1]));
    got = classify(table, ref);
    ck_assert_msg(got.class == want, "%s: \"%.*s\": want %s, got %s (%s)", case_place(&cases, row),
                  TEXT_ARGS(row->columns[0]), tag_class_name(want), tag_class_name(got.class),
                  got.reason);
    ck_assert_ptr_nonnull(got.reason);
}
END_TEST

/* What a build is made for, or how its tag is written, does not make it tested. */
START_TEST(an_untested_tag_stays_untested_in_another_variant)
{
    static const struct {
        const char *before;
        const char *behind;
    } shapes[] = {
        {"", "-alpine"}, {"", "-amd64"}, {"", "_debian-12-r3"},
        {"", "-jdk21"},  {"", ".2"},     {"linux-", ""},
    };
    const struct test_case *row = &cases.items[_i];
    enum tag_class label = TAG_INVALID;

    (void)!tag_class_from_name(row->columns[1], &label);
    if (label != TAG_PRE_LATEST && label != TAG_PRE_RELEASE && label != TAG_SHA)
        return;
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
        char tag[256];
        struct image_ref ref = app;
        enum tag_class got;

        snprintf(tag, sizeof(tag), "%s%.*s%s", shapes[i].before, TEXT_ARGS(row->columns[0]),
                 shapes[i].behind);
        ref.tag = text_from_string(tag);
        got = classify(table, ref).class;
        ck_assert_msg(got != TAG_RELEASE && got != TAG_FLOATING && got != TAG_LATEST,
                      "%s: \"%s\" is classed %s", case_place(&cases, row), tag,
                      tag_class_name(got));
    }
}
END_TEST

START_TEST(names_and_classes_match_both_ways)
{
    for (int i = 0; i < TAG_CLASS_COUNT; i++) {
        enum tag_class class = TAG_UNKNOWN;
        const char *name = tag_class_name((enum tag_class)i);

        ck_assert(tag_class_from_name(text_from_string(name), &class));
        ck_assert_int_eq(class, i);
    }
}
END_TEST

START_TEST(a_name_of_no_class_gives_invalid)
{
    enum tag_class class = TAG_RELEASE;

    ck_assert(!tag_class_from_name(TEXT("Release"), &class));
    ck_assert_int_eq(class, TAG_INVALID);
    class = TAG_RELEASE;
    ck_assert(!tag_class_from_name(TEXT(""), &class));
    ck_assert_int_eq(class, TAG_INVALID);
    ck_assert_str_eq(tag_class_name(TAG_CLASS_COUNT), "invalid");
}
END_TEST

START_TEST(no_tag_is_latest_and_a_bare_digest_is_a_digest)
{
    static const char digest[] =
        "app@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    static const char both[] =
        "app:v1.2.3@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    ck_assert_int_eq(classify(table, reference("app")).class, TAG_LATEST);
    ck_assert_int_eq(classify(table, reference(digest)).class, TAG_DIGEST);
    ck_assert_int_eq(classify(table, reference(both)).class, TAG_RELEASE);
}
END_TEST

START_TEST(what_is_no_reference_is_invalid)
{
    struct tag_verdict verdict = classify(table, (struct image_ref){0});

    ck_assert_int_eq(verdict.class, TAG_INVALID);
    ck_assert_uint_eq(verdict.pattern.len, 0);
}
END_TEST

START_TEST(host_and_path_do_not_count)
{
    ck_assert_int_eq(classify(table, reference("pre-latest.example/dev/nightly:v1.2.3")).class,
                     TAG_RELEASE);
    ck_assert_int_eq(classify(table, reference("v1.2.3.example/v1.2.3:main")).class,
                     TAG_PRE_LATEST);
}
END_TEST

START_TEST(admin_rows_come_first_and_only_for_their_images)
{
    struct text images[] = {TEXT("ghcr.io/power-edge/*"), TEXT("other")};
    struct tag_rule rules[] = {
        {images, 2, TEXT("^v\\d+$"), TAG_RELEASE},
        {NULL, 0, TEXT("^blue$"), TAG_FLOATING},
    };
    struct error error = {0};
    struct tag_table *own = tag_table_new(rules, 2, NULL, &error);

    ck_assert_msg(own != NULL, "%s", error.text);
    images[0] = TEXT("gone"); /* the table has its own copy */
    ck_assert_int_eq(classify(own, reference("ghcr.io/power-edge/web:v1")).class, TAG_RELEASE);
    ck_assert_int_eq(classify(own, reference("other:V1")).class, TAG_RELEASE);
    ck_assert_int_eq(classify(own, reference("ghcr.io/acme/web:v1")).class, TAG_FLOATING);
    ck_assert_int_eq(classify(own, reference("ghcr.io/acme/web:blue")).class, TAG_FLOATING);
    ck_assert_int_eq(classify(own, reference("ghcr.io/acme/web:red")).class, TAG_UNKNOWN);
    tag_table_free(own);
}
END_TEST

START_TEST(a_bad_admin_pattern_is_named)
{
    const struct tag_rule rules[] = {
        {NULL, 0, TEXT("^ok$"), TAG_RELEASE},
        {NULL, 0, TEXT("^(oops$"), TAG_RELEASE},
    };
    struct error error = {0};
    size_t bad = 99;

    ck_assert_ptr_null(tag_table_new(rules, 2, &bad, &error));
    ck_assert_uint_eq(bad, 1);
    ck_assert_int_eq(error.kind, ERROR_VALUE);
}
END_TEST

START_TEST(a_pattern_that_fails_never_gives_a_class)
{
    const struct tag_rule rule = {NULL, 0, TEXT("^(a+)+$"), TAG_RELEASE};
    struct error error = {0};
    struct tag_table *own = tag_table_new(&rule, 1, NULL, &error);
    struct image_ref ref = app;
    struct tag_verdict verdict = {.class = TAG_RELEASE};

    ck_assert_msg(own != NULL, "%s", error.text);
    ref.tag = TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
    ck_assert(!tag_classify(own, &ref, &verdict, &error));
    ck_assert_int_eq(verdict.class, TAG_INVALID);
    ck_assert_int_eq(error.kind, ERROR_LIMIT);
    tag_table_free(own);
}
END_TEST

/* What could be cut in many ways must not take a time that grows with their number. */
START_TEST(the_longest_tags_stay_within_the_limits)
{
    static const char *const parts[] = {
        "a",       "1",      "1.",        "1-",       "-",       "_",   "v1.",
        "alpine-", "1.2.3-", "20240101-", "deadbee-", "latest-", "x",   "g",
        "0",       "jdk-",   "node1.",    "release-", "1.21.",   "pre", "devel-",
    };
    char tag[128];

    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        struct text part = text_from_string(parts[i]);
        struct image_ref ref = app;

        for (size_t at = 0; at < sizeof(tag); at++)
            tag[at] = part.ptr[at % part.len];
        ref.tag = (struct text){tag, sizeof(tag)};
        (void)classify(table, ref);
        tag[sizeof(tag) - 1] = '+';
        ck_assert_int_ne(classify(table, ref).class, TAG_RELEASE);
    }
}
END_TEST

/* Twice, so that each is met again, or has given way to another; from both ends at once. */
static void *classify_all(void *is_backwards)
{
    intptr_t wrong = 0;
    for (size_t i = 0; i < 2 * cases.count; i++) {
        size_t at = i % cases.count;
        const struct test_case *row =
            &cases.items[is_backwards != NULL ? cases.count - 1 - at : at];
        struct image_ref ref = app;
        struct tag_verdict verdict;
        struct error error = {0};
        enum tag_class want;
        ref.tag = row->columns[0];
        wrong += !tag_class_from_name(row->columns[1], &want) ||
                 !tag_classify(table, &ref, &verdict, &error) || verdict.class != want;
    }
    return (void *)wrong;
}

START_TEST(threads_share_what_is_remembered)
{
    pthread_t threads[4];

    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, classify_all, i % 2 != 0 ? table : NULL),
                         0);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        void *wrong;
        ck_assert_int_eq(pthread_join(threads[i], &wrong), 0);
        ck_assert_ptr_null(wrong);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tag");
    TCase *tcase = tcase_create("classes");
    cases_load(&cases, "tags.tsv");
    tcase_add_unchecked_fixture(tcase, make_table, free_table);
    tcase_add_loop_test(tcase, every_tag_has_its_class, 0, (int)cases.count);
    tcase_add_loop_test(tcase, an_untested_tag_stays_untested_in_another_variant, 0,
                        (int)cases.count);
    tcase_add_test(tcase, names_and_classes_match_both_ways);
    tcase_add_test(tcase, a_name_of_no_class_gives_invalid);
    tcase_add_test(tcase, no_tag_is_latest_and_a_bare_digest_is_a_digest);
    tcase_add_test(tcase, what_is_no_reference_is_invalid);
    tcase_add_test(tcase, host_and_path_do_not_count);
    tcase_add_test(tcase, admin_rows_come_first_and_only_for_their_images);
    tcase_add_test(tcase, a_bad_admin_pattern_is_named);
    tcase_add_test(tcase, a_pattern_that_fails_never_gives_a_class);
    tcase_add_test(tcase, the_longest_tags_stay_within_the_limits);
    tcase_add_test(tcase, threads_share_what_is_remembered);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    cases_release(&cases);
    return status;
}
