#define _GNU_SOURCE
#include <check.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/check.h"
#include "run_suite.h"
#include "runtime/clock.h"
#include "runtime/log.h"

enum { LINE_BYTES = 4096, THREADS = 8, LINES_EACH = 500, PIPE_BYTES = 1 << 20 };

static int reading_end;
static int real_stderr;

/* Standard error is a pipe that neither end waits for. */
static void take_stderr(void)
{
    int ends[2];
    ck_assert_int_eq(pipe2(ends, O_NONBLOCK), 0);
    fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
    real_stderr = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    reading_end = ends[0];
    log_configure(LOG_SEVERITY_INFO, LOG_STYLE_JSON);
}

static void give_stderr_back(void)
{
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    close(reading_end);
}

static const char *logged(void)
{
    static char line[LINE_BYTES];
    ssize_t count = read(reading_end, line, sizeof line - 1);
    line[count > 0 ? count : 0] = '\0';
    return line;
}

/* What was logged, from the level on: the time is another one each time. */
static const char *logged_without_time(void)
{
    const char *line = logged();
    const char *level = strstr(line, "\"level\"");
    return level != NULL ? level : line;
}

START_TEST(a_line_has_level_message_and_fields)
{
    const struct text items[] = {TEXT_INIT("a"), TEXT_INIT("b\"")};
    struct error error = {.line = 3, .column = 1, .source = "f.yaml", .text = "bad"};
    log_warn("an event", LOG_STRING("text", "x"), LOG_NUMBER("number", 7), LOG_BOOLEAN("yes", true),
             LOG_LIST("list", items, 2), LOG_MILLISECONDS("durationMs", 1234567),
             LOG_ERROR(&error));
    ck_assert_str_eq(logged_without_time(),
                     "\"level\":\"warn\",\"msg\":\"an event\",\"text\":\"x\",\"number\":7,"
                     "\"yes\":true,\"list\":[\"a\",\"b\\\"\"],\"durationMs\":1.234,"
                     "\"error\":\"f.yaml:3:1: bad\"}\n");
}
END_TEST

START_TEST(the_time_is_utc_with_milliseconds)
{
    log_info("an event");
    struct json_object *line = json_tokener_parse(logged());
    struct json_object *time = NULL;
    ck_assert(json_object_object_get_ex(line, "time", &time));
    const char *pattern = "dddd-dd-ddTdd:dd:dd.dddZ";
    const char *text = json_object_get_string(time);
    ck_assert_uint_eq(strlen(text), strlen(pattern));
    for (size_t i = 0; pattern[i] != '\0'; i++)
        ck_assert(pattern[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == pattern[i]);
    json_object_put(line);
}
END_TEST

START_TEST(no_value_breaks_its_line)
{
    const struct text hostile = TEXT_INIT("a\n{\"level\":\"info\"}\x1b[31m\0\xff");
    log_info("an event", LOG_TEXT("name", hostile));
    const char *line = logged();
    ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
    ck_assert_ptr_null(strchr(line, '\x1b'));
    log_configure(LOG_SEVERITY_INFO, LOG_STYLE_TEXT);
    log_info("an event", LOG_TEXT("name", hostile));
    line = logged();
    ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
    ck_assert_ptr_null(strchr(line, '\x1b'));
}
END_TEST

START_TEST(text_is_for_people)
{
    log_configure(LOG_SEVERITY_INFO, LOG_STYLE_TEXT);
    log_info("an event", LOG_STRING("name", "x y"), LOG_NUMBER("n", 1));
    ck_assert_str_eq(logged() + sizeof "2026-11-24T03:00:14.123Z",
                     "info  an event name=\"x y\" n=1\n");
}
END_TEST

START_TEST(what_is_less_severe_is_left_out)
{
    log_configure(LOG_SEVERITY_WARN, LOG_STYLE_JSON);
    log_info("an event");
    log_debug("an event");
    ck_assert_str_eq(logged(), "");
    log_error("an event");
    ck_assert_str_ne(logged(), "");
}
END_TEST

/* Fills the pipe, so that nothing more goes in. */
static void fill_pipe(void)
{
    char block[LINE_BYTES] = {0};
    while (write(STDERR_FILENO, block, sizeof block) > 0)
        continue;
    while (write(STDERR_FILENO, block, 1) > 0)
        continue;
}

START_TEST(a_full_pipe_loses_lines_and_no_time)
{
    uint64_t before = log_lost_lines();
    fill_pipe();
    uint64_t started_ns = clock_monotonic_ns();
    log_info("an event");
    log_info("an event");
    ck_assert_uint_lt(clock_monotonic_ns() - started_ns, 1000000000);
    ck_assert_uint_eq(log_lost_lines() - before, 2);
}
END_TEST

START_TEST(a_line_after_a_torn_one_stands_alone)
{
    static char all[PIPE_BYTES + LINE_BYTES];
    fill_pipe();
    char filling[LINE_BYTES];
    ck_assert_int_gt(read(reading_end, filling, sizeof filling), 0);
    static char value[LINE_BYTES * 2];
    memset(value, 'x', sizeof value - 1);
    log_info("torn", LOG_STRING("value", value));
    while (read(reading_end, all, sizeof all) > 0)
        continue;
    log_info("whole");
    const char *line = logged();
    ck_assert_int_eq(line[0], '\n');
    ck_assert_int_eq(line[1], '{');
}
END_TEST

static void *log_many(void *name)
{
    for (int i = 0; i < LINES_EACH; i++)
        log_info("an event", LOG_STRING("thread", name), LOG_NUMBER("n", (uint64_t)i));
    return NULL;
}

START_TEST(threads_do_not_mix_their_lines)
{
    static char all[PIPE_BYTES];
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, log_many, "a-thread"), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    size_t len = 0;
    ssize_t count;
    while ((count = read(reading_end, all + len, sizeof all - 1 - len)) > 0)
        len += (size_t)count;
    int lines = 0;
    char *rest = all;
    for (char *line; (line = strsep(&rest, "\n")) != NULL && line[0] != '\0'; lines++) {
        struct json_object *parsed = json_tokener_parse(line);
        ck_assert_msg(parsed != NULL, "%s", line);
        json_object_put(parsed);
    }
    ck_assert_int_eq(lines, THREADS * LINES_EACH);
}
END_TEST

START_TEST(today_is_a_date)
{
    unsigned today = clock_today();
    ck_assert_uint_gt(today, 20260000);
    ck_assert_uint_lt(today, 99991231);
    ck_assert_uint_le(today % 100, 31);
    ck_assert_uint_le(today / 100 % 100, 12);
}
END_TEST

START_TEST(a_line_that_comes_too_often_is_left_out)
{
    struct log_limit limit = {0};
    uint64_t left_out = 0;
    size_t written = 0;
    size_t told = 0;
    for (int i = 0; i < 1000; i++) {
        if (log_limit_allows(&limit, &left_out)) {
            written++;
            told += left_out;
        }
    }
    ck_assert_uint_ge(written, LOG_LIMIT_LINES);
    ck_assert_uint_le(written, 2 * LOG_LIMIT_LINES); /* a window may end meanwhile */
    ck_assert_uint_eq(written + told + atomic_load(&limit.left_out), 1000);
}
END_TEST

START_TEST(a_full_pipe_that_blocks_is_not_waited_for)
{
    int ends[2];
    uint64_t lost = log_lost_lines();
    ck_assert_int_eq(pipe(ends), 0);
    real_stderr = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    for (int i = 0; i < LINES_EACH * THREADS; i++)
        log_info("a line that is long enough to fill a pipe when it comes often");
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    close(ends[0]);
    close(ends[1]);
    ck_assert_uint_gt(log_lost_lines(), lost);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("log");
    TCase *tcase = tcase_create("lines");
    tcase_add_checked_fixture(tcase, take_stderr, give_stderr_back);
    tcase_add_test(tcase, a_line_has_level_message_and_fields);
    tcase_add_test(tcase, the_time_is_utc_with_milliseconds);
    tcase_add_test(tcase, no_value_breaks_its_line);
    tcase_add_test(tcase, text_is_for_people);
    tcase_add_test(tcase, what_is_less_severe_is_left_out);
    tcase_add_test(tcase, a_full_pipe_loses_lines_and_no_time);
    tcase_add_test(tcase, a_line_after_a_torn_one_stands_alone);
    tcase_add_test(tcase, threads_do_not_mix_their_lines);
    suite_add_tcase(suite, tcase);
    TCase *system = tcase_create("clock");
    tcase_add_test(system, today_is_a_date);
    tcase_add_test(system, a_line_that_comes_too_often_is_left_out);
    tcase_add_test(system, a_full_pipe_that_blocks_is_not_waited_for);
    suite_add_tcase(suite, system);
    return run_suite(suite);
}
