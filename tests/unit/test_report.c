/* What a report keeps and counts, what stays the same from run to run, and that it may run out of
 * memory anywhere. */
#include <check.h>

#include "failing_malloc.h"
#include "make_report.h"
#include "run_suite.h"

enum { MAX_ALLOCATIONS = 20000 };

static const struct report_style plain = {.version = "0.1.0"};

static void make_from(struct report *report, size_t max_findings, const char *file,
                      const char *yaml)
{
    struct report_input input = {file, yaml};
    report_init(report, max_findings);
    make_report_add(report, &input);
}

static void put_all(const struct report *report, struct buffer *out)
{
    size_t count;
    const struct report_format *all = report_formats(&count);
    for (size_t i = 0; i < count; i++)
        all[i].write(report, &plain, out);
}

START_TEST(reports_of_two_threads_are_one)
{
    static const struct report_input inputs[] = {
        {"a.yaml", make_report_web}, {"b.yaml", make_report_twins}, {"c.yaml", NULL}};
    struct report whole;
    struct report joined;
    report_init(&whole, 0);
    report_init(&joined, 0);
    for (size_t i = 0; i < ARRAY_LEN(inputs); i++) {
        struct report part;
        make_report_add(&whole, &inputs[i]);
        report_init(&part, 0);
        make_report_add(&part, &inputs[i]);
        ck_assert(report_append(&joined, &part));
        report_release(&part);
    }
    struct buffer want = {0};
    struct buffer got = {0};
    put_all(&whole, &want);
    put_all(&joined, &got);
    ck_assert(text_equal(buffer_text(&want), buffer_text(&got)));
    buffer_release(&want);
    buffer_release(&got);
    report_release(&whole);
    report_release(&joined);
}
END_TEST

START_TEST(what_is_not_kept_still_counts)
{
    struct report early;
    struct report late;
    struct report joined;
    make_from(&early, 1, "twins.yaml", make_report_twins);
    make_from(&late, 0, "twins.yaml", make_report_twins);
    report_limit(&late, 1);
    report_init(&joined, 0);
    ck_assert(report_append(&joined, &early));
    const struct report *reports[] = {&early, &late, &joined};
    for (size_t i = 0; i < ARRAY_LEN(reports); i++) {
        ck_assert_uint_eq(reports[i]->finding_count, 1);
        ck_assert_uint_eq(reports[i]->dropped_findings, 2);
        ck_assert_uint_eq(reports[i]->levels[REPORT_ERROR], 3);
        ck_assert_uint_eq(reports[i]->objects[0].finding_count, 1);
        ck_assert_uint_eq(reports[i]->objects[0].dropped_errors, 2);
    }
    report_release(&early);
    report_release(&late);
    report_release(&joined);
}
END_TEST

START_TEST(findings_of_one_object_have_different_fingerprints)
{
    struct report report;
    make_from(&report, 0, "twins.yaml", make_report_twins);
    ck_assert_uint_eq(report.finding_count, 3);
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(report.findings[i].fingerprint, report.findings[j].fingerprint);
    }
    report_release(&report);
}
END_TEST

#define POD(before, name, image)                                                                   \
    before "apiVersion: v1\nkind: Pod\nmetadata: {name: " name ", namespace: production}\n"        \
           "spec: {containers: [{name: app, image: '" image "'}]}\n"

static const struct {
    const char *file;
    const char *yaml;
    bool is_same; /* as the first one */
} fingerprints[] = {
    {"a.yaml", POD("", "web", "app:main"), true},
    {"./a.yaml", POD("", "web", "app:main"), true},
    {"a.yaml", POD("# moved\n\n", "web", "app:main"), true},
    {"a.yaml", POD("", "web", "app:edge"), true}, /* another tag of the same class */
    {"b.yaml", POD("", "web", "app:main"), false},
    {"a.yaml", POD("", "api", "app:main"), false},
    {"a.yaml", POD("", "web", "other:main"), false},
    {"a.yaml", POD("", "web", "app:feature-x"), false}, /* another rule */
};

START_TEST(fingerprints_survive_what_does_not_matter)
{
    struct report first;
    struct report other;
    make_from(&first, 0, fingerprints[0].file, fingerprints[0].yaml);
    make_from(&other, 0, fingerprints[_i].file, fingerprints[_i].yaml);
    ck_assert_uint_eq(other.finding_count, 1);
    bool is_same = text_equal(text_from_string(first.findings[0].fingerprint),
                              text_from_string(other.findings[0].fingerprint));
    ck_assert(is_same == fingerprints[_i].is_same);
    report_release(&first);
    report_release(&other);
}
END_TEST

/* It must not change with a version: baselines would be void. */
START_TEST(a_fingerprint_is_what_it_always_was)
{
    struct report report;
    make_from(&report, 0, fingerprints[0].file, fingerprints[0].yaml);
    ck_assert_str_eq(report.findings[0].fingerprint, "ad5666e4fed72b3c");
    report_release(&report);
}
END_TEST

/* ---- Without memory. */

static bool copy_and_write(const struct report *from)
{
    struct report copy;
    struct buffer out = {0};
    report_init(&copy, 0);
    bool done = report_append(&copy, from);
    if (done)
        put_all(&copy, &out);
    done = done && !out.failed && copy.problems.dropped == 0;
    buffer_release(&out);
    report_release(&copy);
    return done;
}

START_TEST(every_allocation_may_fail)
{
    struct report report;
    if (!failing_malloc_works())
        return;
    make_from(&report, 0, "web.yaml", make_report_web);
    size_t before = failing_malloc_live();
    bool has_failed = true;
    for (size_t count = 0; has_failed; count++) {
        ck_assert_uint_lt(count, MAX_ALLOCATIONS);
        failing_malloc_once_after(count);
        bool done = copy_and_write(&report);
        has_failed = failing_malloc_off();
        ck_assert(done != has_failed);
        ck_assert_uint_eq(failing_malloc_live(), before);
    }
    report_release(&report);
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("report");
    TCase *report = tcase_create("report");
    tcase_add_test(report, reports_of_two_threads_are_one);
    tcase_add_test(report, what_is_not_kept_still_counts);
    tcase_add_test(report, findings_of_one_object_have_different_fingerprints);
    tcase_add_loop_test(report, fingerprints_survive_what_does_not_matter, 0,
                        ARRAY_LEN(fingerprints));
    tcase_add_test(report, a_fingerprint_is_what_it_always_was);
    tcase_add_test(report, every_allocation_may_fail);
    suite_add_tcase(suite, report);
    return suite;
}

int main(void)
{
    return run_suite(make_suite());
}
