#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "metric_rows.h"
#include "run_suite.h"
#include "runtime/process.h"
#include "server/metrics.h"

enum { THREADS = 4, ROUNDS = 20000, NAME_BYTES = 16 };

static const struct metric_family family = {"a_total", METRIC_COUNTER, "x, y", "help"};

static void expect(struct buffer *out, const char *want)
{
    buffer_put_char(out, '\0');
    ck_assert_str_eq(out->bytes, want);
    buffer_release(out);
}

START_TEST(a_family_has_a_head_and_samples)
{
    const struct metric_label labels[] = {{"x", TEXT_INIT("1")}, {"y", TEXT_INIT("")}};
    struct buffer out = {0};
    exposition_put_head(&out, &family);
    exposition_put_number(&out, &family, "", (struct metric_labels){labels, 2}, UINT64_MAX);
    exposition_put_seconds(&out, &family, "_sum", (struct metric_labels){0}, 1000000001);
    expect(&out, "# HELP a_total help\n# TYPE a_total counter\n"
                 "a_total{x=\"1\",y=\"\"} 18446744073709551615\na_total_sum 1.000000001\n");
}
END_TEST

static const struct {
    struct text value;
    const char *want;
} values[] = {
    {TEXT_INIT("plain"), "plain"},       {TEXT_INIT("a\"b"), "a\\\"b"},
    {TEXT_INIT("a\\b"), "a\\\\b"},       {TEXT_INIT("a\nb"), "a\\nb"},
    {TEXT_INIT("\xC3\xA4"), "\xC3\xA4"}, {TEXT_INIT("a\xFF"), "a\xEF\xBF\xBD"},
    {TEXT_INIT("\xC3"), "\xEF\xBF\xBD"},
};

START_TEST(a_label_value_is_escaped)
{
    const struct metric_label label = {"x", values[_i].value};
    char want[64];
    struct buffer out = {0};
    snprintf(want, sizeof want, "a_total{x=\"%s\"} 1\n", values[_i].want);
    exposition_put_number(&out, &family, "", (struct metric_labels){&label, 1}, 1);
    expect(&out, want);
}
END_TEST

START_TEST(the_documentation_has_a_row_for_each_family)
{
    struct buffer rows = {0};
    for (size_t i = 0; metrics_family(i) != NULL; i++)
        metric_row_put(&rows, metrics_family(i));
    documentation_expect("metrics.md", "server", &rows);
    buffer_release(&rows);
}
END_TEST

static struct counters *counters;

static void *count(void *closure)
{
    (void)closure;
    for (unsigned i = 0; i < ROUNDS; i++)
        counters_add(counters, (struct counter_key){{(uint8_t)(i % 7), 1}});
    return NULL;
}

static uint64_t sum(size_t *combinations)
{
    uint64_t total = 0;
    struct counter_key key;
    uint64_t value;
    *combinations = 0;
    for (size_t at = 0; counters_next(counters, &at, &key, &value); ++*combinations)
        total += value;
    return total;
}

START_TEST(threads_count_together)
{
    pthread_t threads[THREADS];
    size_t combinations;
    counters = calloc(1, sizeof *counters);
    for (size_t i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, count, NULL), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_uint_eq(sum(&combinations), THREADS * ROUNDS);
    ck_assert_uint_eq(combinations, 7);
    free(counters);
}
END_TEST

START_TEST(what_there_is_no_room_for_counts_as_unknown)
{
    size_t combinations;
    counters = calloc(1, sizeof *counters);
    for (unsigned i = 1; i <= UINT16_MAX; i++)
        counters_add(counters, (struct counter_key){{(uint8_t)i, (uint8_t)(i >> 8)}});
    ck_assert_uint_eq(sum(&combinations), UINT16_MAX);
    ck_assert_uint_le(combinations, COUNTERS_CELLS / 2 + 1);
    free(counters);
}
END_TEST

START_TEST(names_beyond_the_limit_are_unknown)
{
    static struct label_names names;
    label_names_init(&names, "other");
    for (int i = 0; i < 2 * LABEL_NAMES_MAX; i++) {
        char name[NAME_BYTES];
        snprintf(name, sizeof name, "n%d", i);
        label_names_add(&names, text_from_string(name));
        label_names_add(&names, text_from_string(name));
    }
    ck_assert_uint_eq(label_names_find(&names, TEXT("n0")), 1);
    ck_assert_uint_eq(label_names_find(&names, TEXT("n254")), 255);
    ck_assert_uint_eq(label_names_find(&names, TEXT("n255")), 0);
    ck_assert_uint_eq(label_names_find(&names, TEXT("")), 0);
    ck_assert(text_equal(label_names_at(&names, 255), TEXT("n254")));
    ck_assert(text_equal(label_names_at(&names, 0), TEXT("other")));
    label_names_release(&names);
}
END_TEST

START_TEST(the_process_is_known)
{
    uint64_t resident = 0;
    uint64_t virtual = 0;
    uint64_t files = 0;
    ck_assert(process_memory(&resident, &virtual));
    ck_assert_uint_gt(resident, 0);
    ck_assert_uint_ge(virtual, resident);
    ck_assert(process_open_files(&files));
    ck_assert_uint_ge(files, 3);
    ck_assert_uint_ge(process_max_files(), files);
    ck_assert_uint_gt(process_cpu_ns(), 0);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("metrics");
    tcase_add_test(tests, a_family_has_a_head_and_samples);
    tcase_add_loop_test(tests, a_label_value_is_escaped, 0, ARRAY_LEN(values));
    tcase_add_test(tests, the_documentation_has_a_row_for_each_family);
    tcase_add_test(tests, threads_count_together);
    tcase_add_test(tests, what_there_is_no_room_for_counts_as_unknown);
    tcase_add_test(tests, names_beyond_the_limit_are_unknown);
    tcase_add_test(tests, the_process_is_known);

    Suite *suite = suite_create("metrics");
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
