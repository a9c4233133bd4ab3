/* What the API server is sent of a series of denials: the name, the path and the content of an
 * Event, and what is sent when it is there, or not there any more. */
#include <check.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "core/json_node.h"
#include "failing_malloc.h"
#include "run_suite.h"
#include "server/event_series.h"

enum { NOW_S = 1800000000, NOW_MS = 5000, MAX_ALLOCATIONS = 1000 };

static struct event_table table;
static const struct denial web = {"production", "apps/v1", "Deployment", "web", "denied"};

static void set_up(void)
{
    table = (struct event_table){.seed = 7};
}

static void path_of(const struct event_series *series, char *out, size_t size)
{
    struct buffer path = {0};
    event_series_put_path(series, &path);
    ck_assert(!path.failed);
    ck_assert_uint_le(path.len, size);
    memcpy(out, path.bytes, path.len);
    buffer_release(&path);
}

/* ---- Which Event. */

START_TEST(two_servers_write_two_events)
{
    static struct event_table other;
    char first[128];
    char second[128];
    other = (struct event_table){.seed = table.seed + 1};
    ck_assert(event_table_add(&table, &web, NOW_S));
    ck_assert(event_table_add(&other, &web, NOW_S));
    table.items[0].exists = other.items[0].exists = true;
    path_of(&table.items[0], first, sizeof first);
    path_of(&other.items[0], second, sizeof second);
    ck_assert_str_ne(first, second);
}
END_TEST

START_TEST(a_renewed_series_begins_with_what_was_not_written)
{
    char before[128];
    char after[128];
    uint64_t wait_ms;
    for (uint64_t i = 0; i < 5; i++)
        ck_assert(event_table_add(&table, &web, NOW_S + i));
    event_series_wrote(&table, &table.items[0], NOW_MS, true);
    path_of(&table.items[0], before, sizeof before);
    ck_assert(event_table_add(&table, &web, NOW_S + 3600));
    ck_assert(event_table_add(&table, &web, NOW_S + 3601));
    event_series_renew(&table.items[0]);
    ck_assert_uint_eq(table.items[0].count, 2);
    ck_assert_uint_eq(table.items[0].first_s, NOW_S + 3601);
    ck_assert(!table.items[0].exists);
    /* At once: the cluster knows nothing of it. */
    ck_assert_ptr_eq(event_table_next(&table, NOW_MS + 1, false, &wait_ms), &table.items[0]);
    event_series_wrote(&table, &table.items[0], NOW_MS + 1, true);
    path_of(&table.items[0], after, sizeof after);
    ck_assert_str_ne(before, after);
    ck_assert_uint_eq(table.items[0].written_count, 2);
}
END_TEST

/* ---- What it says. */

static const struct {
    struct denial denial;
    const char *path;
    const char *object; /* the Event's involvedObject */
} objects[] = {
    {{"production", "apps/v1", "Deployment", "web", "m"},
     "/api/v1/namespaces/production/events",
     "{\"kind\":\"Deployment\",\"name\":\"web\",\"apiVersion\":\"apps/v1\","
     "\"namespace\":\"production\"}"},
    {{"production", "", "Deployment", "web", "m"},
     "/api/v1/namespaces/production/events",
     "{\"kind\":\"Deployment\",\"name\":\"web\",\"namespace\":\"production\"}"},
    {{"production", "v1", "Pod", "", "m"},
     "/api/v1/namespaces/production/events",
     "{\"kind\":\"Namespace\",\"name\":\"production\",\"apiVersion\":\"v1\","
     "\"namespace\":\"production\"}"},
    {{"production", "", "", "", "m"},
     "/api/v1/namespaces/production/events",
     "{\"kind\":\"Namespace\",\"name\":\"production\",\"apiVersion\":\"v1\","
     "\"namespace\":\"production\"}"},
    {{"", "acme.io/v1", "Fleet", "all", "m"},
     "/api/v1/namespaces/default/events",
     "{\"kind\":\"Fleet\",\"name\":\"all\",\"apiVersion\":\"acme.io/v1\"}"},
    {{"", "", "", "", "m"}, "/api/v1/namespaces/default/events", "{\"kind\":\"\",\"name\":\"\"}"},
    {{"a", "v\"1", "K\\", "n\n\x01", "m"},
     "/api/v1/namespaces/a/events",
     "{\"kind\":\"K\\\\\",\"name\":\"n\\n\\u0001\",\"apiVersion\":\"v\\\"1\",\"namespace\":\"a\"}"},
};

/* The caller frees it with json_object_put(). */
static struct json_object *body_of(const struct event_series *series)
{
    struct buffer body = {0};
    event_series_put(series, &body);
    ck_assert(!body.failed);
    buffer_put_char(&body, '\0');
    struct json_object *tree = json_tokener_parse(body.bytes);
    ck_assert_msg(tree != NULL, "no JSON: %s", body.bytes);
    buffer_release(&body);
    return tree;
}

static void expect_member(struct json_object *tree, const char *key, const char *want)
{
    const char *got = json_object_to_json_string_ext(
        json_member(tree, key), JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    ck_assert_msg(strcmp(got, want) == 0, "%s: %s, not %s", key, got, want);
}

START_TEST(an_event_names_its_object)
{
    char path[128];
    ck_assert(event_table_add(&table, &objects[_i].denial, NOW_S));
    struct json_object *body = body_of(&table.items[0]);
    path_of(&table.items[0], path, sizeof path);
    ck_assert_str_eq(path, objects[_i].path);
    expect_member(body, "involvedObject", objects[_i].object);
    json_object_put(body);
}
END_TEST

START_TEST(a_new_event_is_whole_and_then_only_changes)
{
    char path[128];
    char want[128];
    ck_assert(event_table_add(&table, &web, NOW_S));
    ck_assert(event_table_add(&table, &web, NOW_S + 61));
    struct json_object *body = body_of(&table.items[0]);
    expect_member(body, "apiVersion", "\"v1\"");
    expect_member(body, "kind", "\"Event\"");
    expect_member(body, "message", "\"denied\"");
    expect_member(body, "type", "\"Warning\"");
    expect_member(body, "reason", "\"ImageDenied\"");
    expect_member(body, "source", "{\"component\":\"release-gate\"}");
    expect_member(body, "firstTimestamp", "\"2027-01-15T08:00:00Z\"");
    expect_member(body, "lastTimestamp", "\"2027-01-15T08:01:01Z\"");
    expect_member(body, "count", "2");
    struct text name = json_member_text(json_member(body, "metadata"), "name");
    snprintf(want, sizeof want, "/api/v1/namespaces/production/events/%.*s", TEXT_ARGS(name));
    json_object_put(body);
    event_series_wrote(&table, &table.items[0], NOW_MS, true);
    path_of(&table.items[0], path, sizeof path);
    ck_assert_str_eq(path, want);
    body = body_of(&table.items[0]);
    ck_assert_int_eq(json_object_object_length(body), 2);
    expect_member(body, "lastTimestamp", "\"2027-01-15T08:01:01Z\"");
    expect_member(body, "count", "2");
    json_object_put(body);
}
END_TEST

static const struct {
    uint64_t seconds;
    const char *want;
} times[] = {
    {0, "\"1970-01-01T00:00:00Z\""},
    {951782400, "\"2000-02-29T00:00:00Z\""},
    {UINT32_MAX, "\"2106-02-07T06:28:15Z\""},
    {253402300799, "\"9999-12-31T23:59:59Z\""},
    {253402300800, "null"}, /* RFC 3339 has no such year */
    {INT64_MAX, "null"},
};

START_TEST(a_time_is_one_of_rfc_3339)
{
    ck_assert(event_table_add(&table, &web, times[_i].seconds));
    struct json_object *body = body_of(&table.items[0]);
    expect_member(body, "firstTimestamp", times[_i].want);
    expect_member(body, "lastTimestamp", times[_i].want);
    json_object_put(body);
}
END_TEST

START_TEST(what_fills_its_fields_is_told_whole)
{
    struct denial denial = web;
    memset(denial.name, 'n', sizeof denial.name - 1);
    memset(denial.message, '"', sizeof denial.message - 1);
    ck_assert(event_table_add(&table, &denial, NOW_S));
    struct json_object *body = body_of(&table.items[0]);
    struct text name = json_member_text(json_member(body, "involvedObject"), "name");
    ck_assert(text_equal(name, text_from_string(denial.name)));
    ck_assert(text_equal(json_member_text(body, "message"), text_from_string(denial.message)));
    json_object_put(body);
}
END_TEST

START_TEST(a_message_of_any_bytes_is_json)
{
    struct denial denial = web;
    for (size_t i = 0; i < UINT8_MAX; i++)
        denial.message[i] = (char)(i + 1);
    ck_assert(event_table_add(&table, &denial, NOW_S));
    struct json_object *body = body_of(&table.items[0]);
    ck_assert(text_starts_with(json_member_text(body, "message"), TEXT("\x01\x02")));
    json_object_put(body);
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    bool has_failed = failing_malloc_works();
    ck_assert(event_table_add(&table, &web, NOW_S));
    memset(table.items[0].denial.message, '"', EVENT_MESSAGE_BYTES - 1);
    for (size_t count = 0; has_failed; count++) {
        struct buffer path = {0};
        struct buffer body = {0};
        ck_assert_uint_lt(count, MAX_ALLOCATIONS);
        failing_malloc_once_after(count);
        event_series_put_path(&table.items[0], &path);
        event_series_put(&table.items[0], &body);
        has_failed = failing_malloc_off();
        ck_assert((path.failed || body.failed) == has_failed);
        buffer_release(&path);
        buffer_release(&body);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event_content");
    TCase *tcase = tcase_create("event");
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, two_servers_write_two_events);
    tcase_add_test(tcase, a_renewed_series_begins_with_what_was_not_written);
    tcase_add_loop_test(tcase, an_event_names_its_object, 0, ARRAY_LEN(objects));
    tcase_add_test(tcase, a_new_event_is_whole_and_then_only_changes);
    tcase_add_loop_test(tcase, a_time_is_one_of_rfc_3339, 0, ARRAY_LEN(times));
    tcase_add_test(tcase, what_fills_its_fields_is_told_whole);
    tcase_add_test(tcase, a_message_of_any_bytes_is_json);
    tcase_add_test(tcase, every_allocation_may_fail);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
