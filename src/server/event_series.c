#include "event_series.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/escape.h"
#include "base/hash.h"

/* ---- Which series. */

static uint64_t hash_of(const struct event_table *table, const struct denial *denial)
{
    const char *const fields[] = {denial->namespace, denial->api_version, denial->kind,
                                  denial->name, denial->message};
    uint64_t hash = hash_basis ^ table->seed;
    /* With the NUL, which is in no string, unlike what is in no UTF-8: it parts one from the next.
     */
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        hash = hash_byte(hash_text(hash, text_from_string(fields[i])), '\0');
    return hash;
}

static bool is_written(const struct event_series *series)
{
    return series->count == series->written_count;
}

/* A place for another series: a free one, else that of the one that was written before all others,
 * by the clock that never goes back. */
static struct event_series *find_room(struct event_table *table)
{
    struct event_series *room = NULL;
    for (size_t i = 0; i < EVENT_MAX_SERIES; i++) {
        struct event_series *series = &table->items[i];
        if (is_written(series) && (room == NULL || series->written_ms < room->written_ms))
            room = series;
    }
    return room;
}

bool event_table_add(struct event_table *table, const struct denial *denial, uint64_t now_s)
{
    uint64_t hash = hash_of(table, denial);
    struct event_series *series = NULL;
    for (size_t i = 0; i < EVENT_MAX_SERIES && series == NULL; i++) {
        if (table->items[i].count != 0 && table->items[i].hash == hash)
            series = &table->items[i];
    }
    if (series == NULL) {
        series = find_room(table);
        if (series == NULL)
            return false;
        *series = (struct event_series){.denial = *denial, .hash = hash, .first_s = now_s};
    }
    if (is_written(series))
        series->turn = table->turns++;
    series->count++;
    series->last_s = now_s;
    return true;
}

/* ---- When. */

/* How long until the series may be written again. */
static uint64_t pause_of(const struct event_series *series, uint64_t now_ms)
{
    uint64_t due_ms = series->written_ms + EVENT_REPEAT_MS;
    return series->written_count == 0 || due_ms <= now_ms ? 0 : due_ms - now_ms;
}

/* How long until the rate allows another request: each moves `spent_ms` by the pause, and it may be
 * a whole burst ahead of the clock. */
static uint64_t pause_of_rate(const struct event_table *table, uint64_t now_ms)
{
    uint64_t allowed_ms = now_ms + (uint64_t)(EVENT_BURST - 1) * EVENT_PAUSE_MS;
    return table->spent_ms <= allowed_ms ? 0 : table->spent_ms - allowed_ms;
}

/* By turns: what goes on, or is new, would keep the others from being written otherwise. */
static bool is_sooner(const struct event_series *series, uint64_t pause_ms,
                      const struct event_series *than, uint64_t than_ms)
{
    return than == NULL || pause_ms < than_ms || (pause_ms == than_ms && series->turn < than->turn);
}

struct event_series *event_table_next(struct event_table *table, uint64_t now_ms, bool is_last,
                                      uint64_t *wait_ms)
{
    struct event_series *next = NULL;
    *wait_ms = UINT64_MAX;
    for (size_t i = 0; i < EVENT_MAX_SERIES; i++) {
        struct event_series *series = &table->items[i];
        uint64_t pause_ms = is_last ? 0 : pause_of(series, now_ms);
        if (is_written(series) || !is_sooner(series, pause_ms, next, *wait_ms))
            continue;
        *wait_ms = pause_ms;
        next = series;
    }
    if (next == NULL)
        return NULL;
    uint64_t rate_ms = pause_of_rate(table, now_ms);
    *wait_ms = *wait_ms > rate_ms ? *wait_ms : rate_ms;
    return *wait_ms == 0 ? next : NULL;
}

void event_series_wrote(struct event_table *table, struct event_series *series, uint64_t now_ms,
                        bool exists)
{
    series->written_count = series->count;
    series->written_ms = now_ms;
    series->exists = exists;
    table->spent_ms = (table->spent_ms > now_ms ? table->spent_ms : now_ms) + EVENT_PAUSE_MS;
}

void event_series_renew(struct event_series *series)
{
    series->count -= series->written_count;
    series->written_count = 0;
    series->first_s = series->last_s;
    series->exists = false;
}

/* ---- What. */

/* What stands in no namespace has its Events in "default". */
static const char *namespace_of(const struct event_series *series)
{
    return series->denial.namespace[0] != '\0' ? series->denial.namespace : "default";
}

/* A name that no series of another time has. */
static void put_name(struct buffer *out, const struct event_series *series)
{
    buffer_printf(out, "release-gate.%016" PRIx64 "%08" PRIx64, series->hash, series->first_s);
}

void event_series_put_path(const struct event_series *series, struct buffer *out)
{
    buffer_printf(out, "/api/v1/namespaces/%s/events", namespace_of(series));
    if (series->exists) {
        buffer_put_char(out, '/');
        put_name(out, series);
    }
    buffer_put_char(out, '\0');
}

static void put_string(struct buffer *out, const char *key, const char *value)
{
    buffer_printf(out, "\"%s\":", key);
    escape_for_json(out, text_from_string(value));
}

/* metav1.Time: RFC 3339 without fractions, which has years of four digits. */
static void put_time(struct buffer *out, const char *key, uint64_t seconds)
{
    char text[sizeof "2026-11-24T03:00:14Z"] = "";
    time_t time = (time_t)seconds;
    struct tm parts;
    if (gmtime_r(&time, &parts) != NULL &&
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) != 0)
        put_string(out, key, text);
    else
        buffer_printf(out, "\"%s\":null", key);
}

/* What has no name yet is told of its namespace. */
static void put_object(struct buffer *out, const struct denial *denial)
{
    bool is_named = denial->name[0] != '\0' || denial->namespace[0] == '\0';
    buffer_put(out, TEXT("\"involvedObject\":{"));
    put_string(out, "kind", is_named ? denial->kind : "Namespace");
    buffer_put_char(out, ',');
    put_string(out, "name", is_named ? denial->name : denial->namespace);
    if (!is_named || denial->api_version[0] != '\0') {
        buffer_put_char(out, ',');
        put_string(out, "apiVersion", is_named ? denial->api_version : "v1");
    }
    if (denial->namespace[0] != '\0') {
        buffer_put_char(out, ',');
        put_string(out, "namespace", denial->namespace);
    }
    buffer_put(out, TEXT("},"));
}

static void put_new(struct buffer *out, const struct event_series *series)
{
    buffer_put(out, TEXT("\"apiVersion\":\"v1\",\"kind\":\"Event\",\"metadata\":{\"name\":\""));
    put_name(out, series);
    buffer_put(out, TEXT("\","));
    put_string(out, "namespace", namespace_of(series));
    buffer_put(out, TEXT("},"));
    put_object(out, &series->denial);
    put_string(out, "message", series->denial.message);
    buffer_put(out, TEXT(",\"type\":\"Warning\",\"reason\":\"ImageDenied\",\"source\":{"
                         "\"component\":\"release-gate\"},"));
    put_time(out, "firstTimestamp", series->first_s);
    buffer_put_char(out, ',');
}

void event_series_put(const struct event_series *series, struct buffer *out)
{
    buffer_put_char(out, '{');
    if (!series->exists)
        put_new(out, series);
    put_time(out, "lastTimestamp", series->last_s);
    buffer_printf(out, ",\"count\":%" PRIu64 "}", series->count);
}
