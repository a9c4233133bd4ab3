/* Which denials are one series, which series is forgotten for another, and which is written when.
 */
#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "run_suite.h"
#include "server/event_series.h"

enum { NOW_S = 1800000000, NOW_MS = 5000, ROUNDS = 600 };

static struct event_table table;
static const struct denial web = {"production", "apps/v1", "Deployment", "web", "denied"};

static void set_up(void)
{
    table = (struct event_table){.seed = 7};
}

/* The `number`th of denials that are all different. */
static struct denial denial_of(size_t number)
{
    struct denial denial = web;
    snprintf(denial.name, sizeof denial.name, "web-%zu", number);
    return denial;
}

static void add(size_t number, uint64_t now_s)
{
    struct denial denial = denial_of(number);
    ck_assert(event_table_add(&table, &denial, now_s));
}

static struct event_series *next_at(uint64_t now_ms)
{
    uint64_t wait_ms;
    return event_table_next(&table, now_ms, false, &wait_ms);
}

/* Writes what is to be written. */
static void write_at(uint64_t now_ms, const char *name)
{
    struct event_series *series = next_at(now_ms);
    ck_assert_ptr_nonnull(series);
    ck_assert_str_eq(series->denial.name, name);
    event_series_wrote(&table, series, now_ms, true);
}

static void expect_wait(uint64_t now_ms, bool is_last, uint64_t want_ms)
{
    uint64_t wait_ms;
    ck_assert_ptr_null(event_table_next(&table, now_ms, is_last, &wait_ms));
    ck_assert_uint_eq(wait_ms, want_ms);
}

static const struct event_series *series_of(const char *name)
{
    for (size_t i = 0; i < EVENT_MAX_SERIES; i++) {
        if (table.items[i].count != 0 && strcmp(table.items[i].denial.name, name) == 0)
            return &table.items[i];
    }
    return NULL;
}

static size_t used(void)
{
    size_t count = 0;
    for (size_t i = 0; i < EVENT_MAX_SERIES; i++)
        count += table.items[i].count != 0 ? 1 : 0;
    return count;
}

/* ---- Which series. */

static const struct {
    struct denial denial;
    bool is_equal; /* to the denial above */
} denials[] = {
    {{"production", "apps/v1", "Deployment", "web", "denied"}, true},
    {{"test", "apps/v1", "Deployment", "web", "denied"}, false},
    {{"", "apps/v1", "Deployment", "web", "denied"}, false},
    {{"production", "apps/v1beta1", "Deployment", "web", "denied"}, false},
    {{"production", "apps/v1", "StatefulSet", "web", "denied"}, false},
    {{"production", "apps/v1", "Deployment", "web2", "denied"}, false},
    {{"production", "apps/v1", "Deployment", "web", "denied."}, false},
    /* The same bytes in other fields. */
    {{"productionapps/v1", "", "Deployment", "web", "denied"}, false},
    {{"production", "apps/v1", "Deploymentweb", "", "denied"}, false},
    {{"production", "apps/v1", "Deployment", "", "webdenied"}, false},
};

START_TEST(equal_denials_are_one_series)
{
    ck_assert(event_table_add(&table, &web, NOW_S));
    ck_assert(event_table_add(&table, &denials[_i].denial, NOW_S + 3));
    ck_assert_uint_eq(used(), denials[_i].is_equal ? 1 : 2);
    const struct event_series *series = &table.items[0];
    ck_assert_uint_eq(series->count, denials[_i].is_equal ? 2 : 1);
    ck_assert_uint_eq(series->first_s, NOW_S);
    ck_assert_uint_eq(series->last_s, denials[_i].is_equal ? NOW_S + 3 : NOW_S);
}
END_TEST

/* No byte that a field can hold parts two of them. */
START_TEST(no_byte_in_a_field_makes_denials_equal)
{
    for (int byte = 1; byte <= UINT8_MAX; byte++) {
        char with[] = {'P', (char)byte, '\0'};
        struct denial first = {.kind = "P"};
        struct denial second = {0};
        set_up();
        memcpy(first.name, with + 1, 2);
        memcpy(second.kind, with, 3);
        ck_assert(event_table_add(&table, &first, NOW_S));
        ck_assert(event_table_add(&table, &second, NOW_S));
        ck_assert_msg(used() == 2, "byte %d", byte);
    }
}
END_TEST

START_TEST(the_last_byte_of_a_full_field_counts)
{
    struct denial denial = {0};
    memset(denial.message, 'm', sizeof denial.message - 1);
    memset(denial.name, 'n', sizeof denial.name - 1);
    ck_assert(event_table_add(&table, &denial, NOW_S));
    denial.message[sizeof denial.message - 2] = 'x';
    ck_assert(event_table_add(&table, &denial, NOW_S));
    denial.name[sizeof denial.name - 2] = 'x';
    ck_assert(event_table_add(&table, &denial, NOW_S));
    ck_assert_uint_eq(used(), 3);
}
END_TEST

/* ---- What is forgotten. */

START_TEST(a_full_table_refuses_only_what_is_new)
{
    struct denial another = denial_of(EVENT_MAX_SERIES);
    for (size_t i = 0; i < EVENT_MAX_SERIES; i++)
        add(i, NOW_S);
    ck_assert(!event_table_add(&table, &another, NOW_S));
    ck_assert_uint_eq(used(), EVENT_MAX_SERIES);
    add(EVENT_MAX_SERIES - 1, NOW_S);
    ck_assert_uint_eq(series_of("web-127")->count, 2);
    write_at(NOW_MS, "web-0");
    ck_assert(event_table_add(&table, &another, NOW_S));
    ck_assert_ptr_null(series_of("web-0"));
    ck_assert_ptr_nonnull(series_of("web-128"));
    add(1, NOW_S);
    ck_assert_uint_eq(series_of("web-1")->count, 2);
}
END_TEST

/* When the oldest, the second and the third series were seen last. */
static const uint64_t clocks[][3] = {
    {NOW_S, NOW_S + 1, NOW_S + 2},
    {NOW_S, NOW_S, NOW_S},
    {NOW_S, NOW_S - 3600, NOW_S - 7200}, /* set back */
    {NOW_S, NOW_S + 86400, NOW_S},       /* put forward for a while */
    {0, 0, 0},
};

START_TEST(what_was_written_first_is_forgotten_first)
{
    char name[16];
    for (size_t i = 0; i < EVENT_MAX_SERIES; i++) {
        snprintf(name, sizeof name, "web-%zu", i);
        add(i, clocks[_i][i < 2 ? i : 2]);
        write_at(NOW_MS + i * EVENT_PAUSE_MS, name);
        ck_assert_uint_eq(used(), i + 1);
    }
    for (size_t i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "web-%zu", i);
        ck_assert_ptr_nonnull(series_of(name));
        add(EVENT_MAX_SERIES + i, clocks[_i][i]);
        ck_assert_msg(series_of(name) == NULL, "%s is there still", name);
    }
    ck_assert_uint_eq(used(), EVENT_MAX_SERIES);
}
END_TEST

START_TEST(what_waits_to_be_written_is_not_forgotten)
{
    for (size_t i = 0; i < EVENT_MAX_SERIES; i++)
        add(i, NOW_S);
    write_at(NOW_MS, "web-0");
    write_at(NOW_MS, "web-1");
    add(0, NOW_S + 1);
    add(EVENT_MAX_SERIES, NOW_S + 1);
    ck_assert_ptr_nonnull(series_of("web-0"));
    ck_assert_ptr_null(series_of("web-1"));
    ck_assert_uint_eq(series_of("web-0")->count, 2);
}
END_TEST

/* ---- When. */

START_TEST(without_denials_there_is_nothing_to_wait_for)
{
    expect_wait(0, false, UINT64_MAX);
    expect_wait(NOW_MS, true, UINT64_MAX);
    add(0, NOW_S);
    write_at(NOW_MS, "web-0");
    expect_wait(NOW_MS + EVENT_REPEAT_MS, false, UINT64_MAX);
    expect_wait(NOW_MS + EVENT_REPEAT_MS, true, UINT64_MAX);
}
END_TEST

static const struct {
    uint64_t after_ms; /* since it was written */
    uint64_t wait_ms;
    bool is_last;
} repeats[] = {
    {0, EVENT_REPEAT_MS, false}, {1, EVENT_REPEAT_MS - 1, false}, {EVENT_REPEAT_MS - 1, 1, false},
    {EVENT_REPEAT_MS, 0, false}, {EVENT_REPEAT_MS + 1, 0, false}, {0, 0, true},
};

START_TEST(a_series_that_goes_on_waits)
{
    uint64_t wait_ms;
    /* Whether it could be written or not. */
    for (int exists = 0; exists <= 1; exists++) {
        set_up();
        ck_assert(event_table_add(&table, &web, NOW_S));
        event_series_wrote(&table, next_at(NOW_MS), NOW_MS, exists != 0);
        ck_assert(event_table_add(&table, &web, NOW_S));
        const struct event_series *series =
            event_table_next(&table, NOW_MS + repeats[_i].after_ms, repeats[_i].is_last, &wait_ms);
        ck_assert_uint_eq(wait_ms, repeats[_i].wait_ms);
        ck_assert_ptr_eq(series, wait_ms == 0 ? &table.items[0] : NULL);
    }
}
END_TEST

static void write_burst(uint64_t now_ms)
{
    char name[16];
    for (size_t i = 0; i < EVENT_BURST; i++) {
        snprintf(name, sizeof name, "web-%zu", i);
        write_at(now_ms, name);
    }
}

START_TEST(a_burst_is_followed_by_one_in_a_pause)
{
    for (size_t i = 0; i < EVENT_BURST + 3; i++)
        add(i, NOW_S);
    write_burst(NOW_MS);
    expect_wait(NOW_MS, false, EVENT_PAUSE_MS);
    expect_wait(NOW_MS, true, EVENT_PAUSE_MS);
    expect_wait(NOW_MS + EVENT_PAUSE_MS - 1, false, 1);
    write_at(NOW_MS + EVENT_PAUSE_MS, "web-25");
    expect_wait(NOW_MS + EVENT_PAUSE_MS, false, EVENT_PAUSE_MS);
    write_at(NOW_MS + 3 * EVENT_PAUSE_MS, "web-26");
    write_at(NOW_MS + 3 * EVENT_PAUSE_MS, "web-27");
}
END_TEST

START_TEST(no_silence_is_good_for_more_than_a_burst)
{
    uint64_t late_ms = NOW_MS + (uint64_t)1000 * EVENT_BURST * EVENT_PAUSE_MS;
    add(EVENT_MAX_SERIES, NOW_S);
    write_at(NOW_MS, "web-128");
    for (size_t i = 0; i <= EVENT_BURST; i++)
        add(i, NOW_S);
    write_burst(late_ms);
    expect_wait(late_ms, false, EVENT_PAUSE_MS);
}
END_TEST

START_TEST(failures_use_the_rate_up_too)
{
    for (size_t i = 0; i <= EVENT_BURST; i++)
        add(i, NOW_S);
    for (size_t i = 0; i < EVENT_BURST; i++)
        event_series_wrote(&table, next_at(NOW_MS), NOW_MS, false);
    expect_wait(NOW_MS, false, EVENT_PAUSE_MS);
}
END_TEST

START_TEST(the_rate_and_the_repeat_hold_together)
{
    for (size_t i = 0; i < EVENT_BURST; i++)
        add(i, NOW_S);
    write_burst(NOW_MS);
    add(0, NOW_S);
    expect_wait(NOW_MS, false, EVENT_REPEAT_MS);
    expect_wait(NOW_MS, true, EVENT_PAUSE_MS);
    write_at(NOW_MS + EVENT_REPEAT_MS, "web-0");
}
END_TEST

/* Each of twice as many as the rate allows goes on in every second. */
START_TEST(what_goes_on_keeps_nothing_from_being_written)
{
    enum { SERIES = 2 * EVENT_REPEAT_MS / EVENT_PAUSE_MS + EVENT_BURST };
    for (uint64_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < SERIES; i++)
            add(i, NOW_S + round);
        uint64_t now_ms = NOW_MS + round * EVENT_PAUSE_MS;
        for (struct event_series *next = next_at(now_ms); next != NULL; next = next_at(now_ms))
            event_series_wrote(&table, next, now_ms, true);
    }
    for (size_t i = 0; i < SERIES; i++)
        ck_assert_msg(ROUNDS - table.items[i].written_count <= SERIES,
                      "series %zu: %" PRIu64 " of %d", i, table.items[i].written_count, ROUNDS);
}
END_TEST

/* There is another one in every second, and room for it where one was written. */
START_TEST(what_is_new_keeps_nothing_from_being_written)
{
    size_t number = 0;
    for (; number < EVENT_MAX_SERIES; number++)
        add(number, NOW_S);
    for (uint64_t round = 0; round < ROUNDS; round++) {
        uint64_t now_ms = NOW_MS + round * EVENT_PAUSE_MS;
        for (struct event_series *next = next_at(now_ms); next != NULL; next = next_at(now_ms)) {
            event_series_wrote(&table, next, now_ms, true);
            add(number++, NOW_S + round);
        }
    }
    for (size_t i = 0; i < EVENT_MAX_SERIES; i++)
        ck_assert_str_ne(table.items[i].denial.name, denial_of(i).name);
}
END_TEST

static TCase *series_tests(void)
{
    TCase *tcase = tcase_create("series");
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_loop_test(tcase, equal_denials_are_one_series, 0, ARRAY_LEN(denials));
    tcase_add_test(tcase, no_byte_in_a_field_makes_denials_equal);
    tcase_add_test(tcase, the_last_byte_of_a_full_field_counts);
    tcase_add_test(tcase, a_full_table_refuses_only_what_is_new);
    tcase_add_loop_test(tcase, what_was_written_first_is_forgotten_first, 0, ARRAY_LEN(clocks));
    tcase_add_test(tcase, what_waits_to_be_written_is_not_forgotten);
    return tcase;
}

static TCase *time_tests(void)
{
    TCase *tcase = tcase_create("when");
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, without_denials_there_is_nothing_to_wait_for);
    tcase_add_loop_test(tcase, a_series_that_goes_on_waits, 0, ARRAY_LEN(repeats));
    tcase_add_test(tcase, a_burst_is_followed_by_one_in_a_pause);
    tcase_add_test(tcase, no_silence_is_good_for_more_than_a_burst);
    tcase_add_test(tcase, failures_use_the_rate_up_too);
    tcase_add_test(tcase, the_rate_and_the_repeat_hold_together);
    tcase_add_test(tcase, what_goes_on_keeps_nothing_from_being_written);
    tcase_add_test(tcase, what_is_new_keeps_nothing_from_being_written);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("event_series");
    suite_add_tcase(suite, series_tests());
    suite_add_tcase(suite, time_tests());
    return run_suite(suite);
}
