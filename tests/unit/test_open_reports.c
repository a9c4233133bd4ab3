/* What becomes of verdicts in the objects of openreports.io: results, counts, the limits of both
 * sizes, and names of any bytes. */
#include <check.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "audit/open_reports.h"
#include "core/json_node.h"
#include "failing_malloc.h"
#include "run_suite.h"

enum { NOW_S = 1800000000, MANY = 200, MAX_ALLOCATIONS = 1000, KIB = 1024, MIB = 1 << 20 };

static struct open_reports reports;
static char filling[MIB];

static void set_up(void)
{
    memset(filling, 'a', sizeof filling);
    open_reports_init(&reports, NOW_S);
}

static void tear_down(void)
{
    open_reports_release(&reports);
}

/* A Pod with one image that is denied. */
static bool see(struct text namespace, struct text name, struct text image)
{
    static const struct environment production = {.name = TEXT_INIT("production")};
    struct subject subject = {.kind = TEXT("Pod"), .name = name, .scope = {.namespace = namespace}};
    struct finding finding = {
        .rule = rule_of_class(TAG_LATEST),
        .use = {.list = IMAGE_LIST_CONTAINERS, .name = TEXT("app"), .image = image}};
    struct judged_image judged = {.finding = &finding};
    struct verdict verdict = {.environment = &production,
                              .findings = &finding,
                              .finding_count = 1,
                              .images = &judged,
                              .image_count = 1};
    return open_reports_see(&reports, &subject, &verdict);
}

static void see_bytes(struct text namespace, size_t image_bytes)
{
    ck_assert_uint_le(image_bytes, sizeof filling);
    ck_assert(see(namespace, TEXT("web"), (struct text){filling, image_bytes}));
}

/* The results as JSON; the caller frees it with json_object_put(). */
static struct json_object *results_of(const struct open_report *report)
{
    struct buffer text = {0};
    buffer_printf(&text, "[");
    buffer_put(&text, buffer_text(&report->results));
    buffer_put(&text, TEXT("]\0"));
    ck_assert(!text.failed);
    struct json_object *tree = json_tokener_parse(text.bytes);
    ck_assert_msg(tree != NULL, "no JSON: %.200s", text.bytes);
    buffer_release(&text);
    ck_assert_uint_eq(json_object_array_length(tree), report->result_count);
    return tree;
}

static void expect_report(const struct open_report *report, size_t kept, size_t left_out)
{
    json_object_put(results_of(report));
    ck_assert_uint_eq(report->result_count, kept);
    ck_assert_uint_eq(report->left_out, left_out);
    ck_assert_uint_eq(report->counts[OPEN_RESULT_FAIL], kept + left_out);
    ck_assert_uint_lt(report->results.len, OPEN_REPORT_MAX_BYTES);
}

/* ---- Results. */

static const struct {
    enum outcome outcome;
    enum mitigation mitigation;
    const char *want;
} outcomes[] = {
    {OUTCOME_DENY, MITIGATION_NONE, "fail"},
    {OUTCOME_WARN, MITIGATION_NONE, "warn"},
    {OUTCOME_NOTE, MITIGATION_NONE, "warn"},
    {OUTCOME_NOTE, MITIGATION_EXEMPTION, "skip"},
    {OUTCOME_WARN, MITIGATION_EXEMPTION, "skip"},
    {OUTCOME_WARN, MITIGATION_MODE, "fail"},
    {OUTCOME_NOTE, MITIGATION_MODE, "fail"},
    {OUTCOME_WARN, MITIGATION_RATCHET, "warn"},
    {OUTCOME_NOTE, MITIGATION_CONTROLLER_POD, "warn"},
    {OUTCOME_WARN, MITIGATION_BREAK_GLASS, "warn"},
};

START_TEST(a_finding_is_a_result)
{
    struct finding finding = {.outcome = outcomes[_i].outcome,
                              .mitigation = outcomes[_i].mitigation};
    ck_assert_str_eq(open_result_name(open_result_of(&finding)), outcomes[_i].want);
    ck_assert_str_eq(open_result_name(open_result_of(NULL)), "pass");
}
END_TEST

START_TEST(what_is_admitted_is_counted_only)
{
    struct judged_image images[3] = {0};
    struct verdict verdict = {.images = images, .image_count = ARRAY_LEN(images)};
    struct subject subject = {.scope = {.namespace = TEXT("a")}};
    ck_assert(open_reports_see(&reports, &subject, &verdict));
    verdict.image_count = 0;
    ck_assert(open_reports_see(&reports, &subject, &verdict));
    ck_assert_uint_eq(reports.count, 1);
    ck_assert_uint_eq(reports.items[0].counts[OPEN_RESULT_PASS], ARRAY_LEN(images));
    expect_report(&reports.items[0], 0, 0);
    ck_assert_uint_eq(reports.bytes, 0);
}
END_TEST

/* ---- Namespaces. */

/* Whatever the order they come in: 7 and MANY have no common divisor. */
START_TEST(namespaces_are_in_order_and_there_once)
{
    char name[16];
    for (size_t i = 0; i < (size_t)2 * MANY; i++) {
        snprintf(name, sizeof name, "team-%03zu", i * 7 % MANY);
        ck_assert(see(text_from_string(name), TEXT("web"), TEXT("app")));
    }
    ck_assert(see((struct text){0}, TEXT("web"), TEXT("app")));
    ck_assert_uint_eq(reports.count, MANY + 1);
    ck_assert_uint_eq(reports.items[0].namespace.len, 0);
    for (size_t i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "team-%03zu", i);
        ck_assert(text_equal(reports.items[i + 1].namespace, text_from_string(name)));
        expect_report(&reports.items[i + 1], 2, 0);
    }
}
END_TEST

static const struct text names[] = {
    TEXT_INIT("a"),   TEXT_INIT("a\0"),     TEXT_INIT("a\0b"),     TEXT_INIT("a\"},{"),
    TEXT_INIT("a\\"), TEXT_INIT("a\n\x01"), TEXT_INIT("\xC3\xA4"), TEXT_INIT("%s%n"),
};

START_TEST(names_of_any_bytes_are_told_whole)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        ck_assert(see(names[i], names[i], names[i]));
    ck_assert_uint_eq(reports.count, ARRAY_LEN(names));
    for (size_t i = 0; i < reports.count; i++) {
        struct text name = reports.items[i].namespace;
        struct json_object *results = results_of(&reports.items[i]);
        struct json_object *result = json_object_array_get_idx(results, 0);
        struct json_object *object = json_object_array_get_idx(json_member(result, "resources"), 0);
        struct json_object *properties = json_member(result, "properties");
        ck_assert(text_equal(json_member_text(object, "namespace"), name));
        ck_assert(text_equal(json_member_text(object, "name"), name));
        ck_assert(text_equal(json_member_text(properties, "image"), name));
        json_object_put(results);
    }
}
END_TEST

START_TEST(bytes_that_are_no_utf8_are_replaced)
{
    ck_assert(see(TEXT("a"), TEXT("w\xFF"), TEXT("app\xC3")));
    struct json_object *results = results_of(&reports.items[0]);
    struct json_object *result = json_object_array_get_idx(results, 0);
    struct json_object *object = json_object_array_get_idx(json_member(result, "resources"), 0);
    ck_assert(text_equal(json_member_text(object, "name"), TEXT("w\xEF\xBF\xBD")));
    json_object_put(results);
}
END_TEST

/* ---- Limits. */

START_TEST(results_of_one_object_are_limited)
{
    for (size_t i = 0; i < OPEN_REPORT_MAX_RESULTS; i++)
        ck_assert(see(TEXT("a"), TEXT("web"), TEXT("app")));
    expect_report(&reports.items[0], OPEN_REPORT_MAX_RESULTS, 0);
    ck_assert(see(TEXT("a"), TEXT("web"), TEXT("app")));
    ck_assert(see(TEXT("a"), TEXT("web"), TEXT("app")));
    ck_assert(see(TEXT("b"), TEXT("web"), TEXT("app")));
    expect_report(&reports.items[0], OPEN_REPORT_MAX_RESULTS, 2);
    expect_report(&reports.items[1], 1, 0);
    ck_assert_uint_eq(open_reports_left_out(&reports), 2);
}
END_TEST

START_TEST(bytes_of_one_object_are_limited)
{
    see_bytes(TEXT("a"), MIB);
    expect_report(&reports.items[0], 0, 1);
    see_bytes(TEXT("a"), 600 * KIB);
    see_bytes(TEXT("a"), 600 * KIB);
    expect_report(&reports.items[0], 1, 2);
    see_bytes(TEXT("a"), 10); /* what is smaller has room still */
    expect_report(&reports.items[0], 2, 2);
    ck_assert_uint_eq(open_reports_left_out(&reports), 2);
}
END_TEST

START_TEST(the_limit_of_bytes_is_kept_to_the_byte)
{
    see_bytes(TEXT("a"), 900 * KIB);
    size_t room = OPEN_REPORT_MAX_BYTES - 1 - reports.items[0].results.len;
    see_bytes(TEXT("b"), KIB);
    /* Of a result, and a comma: the message quotes only the beginning of the image. */
    size_t around = reports.items[1].results.len - KIB + 1;
    see_bytes(TEXT("a"), room - around + 1);
    expect_report(&reports.items[0], 1, 1);
    see_bytes(TEXT("a"), room - around);
    expect_report(&reports.items[0], 2, 1);
    ck_assert_uint_eq(reports.items[0].results.len, OPEN_REPORT_MAX_BYTES - 1);
}
END_TEST

START_TEST(it_is_the_escaped_bytes_that_are_limited)
{
    memset(filling, 1, sizeof filling);
    see_bytes(TEXT("a"), 300 * KIB); /* "\u0001" */
    expect_report(&reports.items[0], 0, 1);
    see_bytes(TEXT("a"), 100 * KIB);
    expect_report(&reports.items[0], 1, 1);
}
END_TEST

START_TEST(bytes_of_all_objects_are_limited)
{
    enum { FITTING = OPEN_REPORTS_MAX_BYTES / (1000 * KIB) };
    char name[16];
    size_t bytes = 0;
    for (size_t i = 0; i < FITTING + 2; i++) {
        snprintf(name, sizeof name, "team-%03zu", i);
        see_bytes(text_from_string(name), 1000 * KIB);
    }
    for (size_t i = 0; i < reports.count; i++) {
        expect_report(&reports.items[i], i < FITTING ? 1 : 0, i < FITTING ? 0 : 1);
        bytes += reports.items[i].results.len;
    }
    ck_assert_uint_eq(reports.bytes, bytes);
    ck_assert_uint_lt(reports.bytes, OPEN_REPORTS_MAX_BYTES);
    ck_assert_uint_eq(open_reports_left_out(&reports), 2);
}
END_TEST

START_TEST(released_reports_are_empty)
{
    ck_assert(see(TEXT("a"), TEXT("web"), TEXT("app")));
    open_reports_release(&reports);
    ck_assert_uint_eq(reports.count, 0);
    ck_assert_uint_eq(reports.bytes, 0);
    ck_assert_uint_eq(open_reports_left_out(&reports), 0);
    ck_assert(see(TEXT("a"), TEXT("web"), TEXT("app")));
    expect_report(&reports.items[0], 1, 0);
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    bool has_failed = failing_malloc_works();
    for (size_t count = 0; has_failed; count++) {
        ck_assert_uint_lt(count, MAX_ALLOCATIONS);
        open_reports_release(&reports);
        size_t before = failing_malloc_live();
        failing_malloc_once_after(count);
        bool is_done = see(TEXT("a"), TEXT("web"), TEXT("app")) &&
                       see(TEXT("b"), TEXT("web"), TEXT("app")) &&
                       see(TEXT("a"), TEXT("web"), (struct text){filling, 100 * KIB});
        has_failed = failing_malloc_off();
        ck_assert_msg(is_done != has_failed, "allocation %zu", count);
        open_reports_release(&reports);
        ck_assert_uint_eq(failing_malloc_live(), before);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("open_reports");
    TCase *tcase = tcase_create("reports");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, a_finding_is_a_result, 0, ARRAY_LEN(outcomes));
    tcase_add_test(tcase, what_is_admitted_is_counted_only);
    tcase_add_test(tcase, namespaces_are_in_order_and_there_once);
    tcase_add_test(tcase, names_of_any_bytes_are_told_whole);
    tcase_add_test(tcase, bytes_that_are_no_utf8_are_replaced);
    tcase_add_test(tcase, results_of_one_object_are_limited);
    tcase_add_test(tcase, bytes_of_one_object_are_limited);
    tcase_add_test(tcase, the_limit_of_bytes_is_kept_to_the_byte);
    tcase_add_test(tcase, it_is_the_escaped_bytes_that_are_limited);
    tcase_add_test(tcase, bytes_of_all_objects_are_limited);
    tcase_add_test(tcase, released_reports_are_empty);
    tcase_add_test(tcase, every_allocation_may_fail);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
