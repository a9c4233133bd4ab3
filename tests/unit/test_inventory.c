/* What an inventory counts, names and orders. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "make_report.h"
#include "run_suite.h"

enum { MANY = 25 };

static const char pods[] = "apiVersion: v1\n"
                           "kind: Pod\n"
                           "metadata: {name: web, namespace: production}\n"
                           "spec:\n"
                           "  initContainers: [{name: wait, image: 'acme/app:v1.9.0'}]\n"
                           "  containers:\n"
                           "  - {name: app, image: 'acme/app:v1.10.0'}\n"
                           "  - {name: twin, image: 'acme/app:v1.10.0'}\n"
                           "  - {name: plain, image: 'acme/plain'}\n"
                           "  - {name: digest, image: 'acme/app:v1@sha256:'}\n"
                           "  - {name: broken, image: 7}\n"
                           "---\n"
                           "apiVersion: v1\n"
                           "kind: Pod\n"
                           "metadata: {name: other, namespace: production}\n"
                           "spec: {containers: [{name: app, image: 'acme/app:v1.10.0'}]}\n"
                           "---\n"
                           "apiVersion: v1\n"
                           "kind: Pod\n"
                           "metadata: {name: try, namespace: dev}\n"
                           "spec: {containers: [{name: app, image: 'acme/app:main'}]}\n";

static void make(struct report *report, const char *yaml)
{
    struct report_input input = {"pods.yaml", yaml};
    report_init(report, 0);
    make_report_add(report, &input);
}

/* In the order shown: by application, environments as they came, newest version first. */
static const struct {
    const char *environment;
    const char *application;
    const char *version;
    enum tag_class class;
    size_t containers;
    size_t objects;
    enum standing standing;
} rows[] = {
    {"production", "acme/app", "v1.10.0", TAG_RELEASE, 3, 2, STANDING_ADMITTED},
    {"production", "acme/app", "v1.9.0", TAG_RELEASE, 1, 1, STANDING_ADMITTED},
    {"dev", "acme/app", "main", TAG_PRE_LATEST, 1, 1, STANDING_ADMITTED},
    {"production", "acme/app:v1@sha256:", "", TAG_INVALID, 1, 1, STANDING_DENIED},
    {"production", "acme/plain", "latest", TAG_LATEST, 1, 1, STANDING_ADMITTED},
};

START_TEST(rows_are_counted_and_in_order)
{
    struct report report;
    make(&report, pods);
    const struct inventory_row **sorted = inventory_sorted(&report.inventory);
    ck_assert_uint_eq(report.inventory.row_count, ARRAY_LEN(rows));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct inventory_row *row = sorted[i];
        ck_assert(text_equal(row->environment, text_from_string(rows[i].environment)));
        ck_assert(text_equal(row->application, text_from_string(rows[i].application)));
        ck_assert(text_equal(row->version, text_from_string(rows[i].version)));
        ck_assert_int_eq(row->class, rows[i].class);
        ck_assert_uint_eq(row->container_count, rows[i].containers);
        ck_assert_uint_eq(row->object_count, rows[i].objects);
        ck_assert_int_eq(inventory_row_standing(row), rows[i].standing);
    }
    free(sorted);
    report_release(&report);
}
END_TEST

/* However many containers run a version, a row takes the same memory. */
START_TEST(places_are_named_up_to_a_limit)
{
    struct report report;
    struct report joined;
    report_init(&joined, 0);
    for (int i = 0; i < MANY; i++) {
        make(&report, "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: production}\n"
                      "spec: {containers: [{name: app, image: 'app:v1.2.3'}]}\n");
        ck_assert(inventory_append(&joined.inventory, &report.inventory));
        report_release(&report);
    }
    ck_assert_uint_eq(joined.inventory.row_count, 1);
    const struct inventory_row *row = &joined.inventory.rows[0];
    ck_assert_uint_eq(row->container_count, MANY);
    ck_assert_uint_eq(row->object_count, MANY);
    ck_assert_uint_eq(row->place_count, INVENTORY_MAX_PLACES);
    size_t count = 0;
    for (const struct inventory_place *place = row->places; place != NULL; place = place->next)
        count++;
    ck_assert_uint_eq(count, INVENTORY_MAX_PLACES);
    report_release(&joined);
}
END_TEST

START_TEST(rows_are_kept_up_to_a_limit)
{
    struct policy *policy = policy_new_default(NULL);
    struct inventory inventory;
    inventory_init(&inventory);
    const size_t more = 7;
    for (size_t i = 0; i < INVENTORY_MAX_ROWS + more; i++) {
        char tag[32];
        int length = snprintf(tag, sizeof tag, "v1.0.%zu", i);
        struct judged_image image = {
            .ref = {.name = TEXT("app"), .tag = {tag, (size_t)length}},
            .class = TAG_RELEASE,
        };
        struct verdict verdict = {
            .environment = policy->default_environment, .images = &image, .image_count = 1};
        struct subject subject = {.kind = TEXT("Pod"), .name = TEXT("web")};
        ck_assert(inventory_add(&inventory, &subject, &verdict));
    }
    ck_assert_uint_eq(inventory.row_count, INVENTORY_MAX_ROWS);
    ck_assert_uint_eq(inventory.dropped_containers, more);
    inventory_release(&inventory);
    policy_free(policy);
}
END_TEST

START_TEST(environments_are_in_the_order_of_the_policy)
{
    struct policy *policy = policy_new_default(NULL);
    struct report report;
    make(&report, pods);
    ck_assert(inventory_name_environments(&report.inventory, policy));
    for (size_t i = 0; i < policy->environment_count; i++)
        ck_assert_uint_eq(
            inventory_environment_rank(&report.inventory, policy->environments[i].name), i);
    ck_assert_uint_ge(inventory_environment_rank(&report.inventory, TEXT("none")),
                      policy->environment_count);
    report_release(&report);
    policy_free(policy);
}
END_TEST

static const struct {
    const char *older;
    const char *newer;
} versions[] = {
    {"v1.9.0", "v1.10.0"}, {"v1.9", "v1.9.1"}, {"", "v1"},       {"7", "16"},
    {"v01.2", "v1.3"},     {"a", "b"},         {"v1.2.3", "v2"}, {"2024.9.30", "2024.10.1"},
};

START_TEST(versions_are_compared_by_their_numbers)
{
    struct text older = text_from_string(versions[_i].older);
    struct text newer = text_from_string(versions[_i].newer);
    ck_assert_int_lt(version_compare(older, newer), 0);
    ck_assert_int_gt(version_compare(newer, older), 0);
    ck_assert_int_eq(version_compare(newer, newer), 0);
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("inventory");
    TCase *inventory = tcase_create("inventory");
    tcase_add_test(inventory, rows_are_counted_and_in_order);
    tcase_add_test(inventory, places_are_named_up_to_a_limit);
    tcase_add_test(inventory, rows_are_kept_up_to_a_limit);
    tcase_add_test(inventory, environments_are_in_the_order_of_the_policy);
    tcase_add_loop_test(inventory, versions_are_compared_by_their_numbers, 0, ARRAY_LEN(versions));
    suite_add_tcase(suite, inventory);
    return suite;
}

int main(void)
{
    return run_suite(make_suite());
}
