#include "denial_events.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/ascii.h"
#include "cluster/cluster.h"
#include "core/json_node.h"
#include "event_series.h"
#include "runtime/clock.h"
#include "runtime/condition.h"
#include "runtime/log.h"
#include "state.h"

enum {
    QUEUE_LENGTH = 128,
    ATTEMPT_TIMEOUT_MS = 5000,
    DRAIN_MS = 2000,
    HTTP_NOT_FOUND = 404,
    HTTP_CONFLICT = 409,
};

struct denial_events {
    struct cluster *cluster;
    struct event_table table; /* of the thread */
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t wake;
    struct denial queue[QUEUE_LENGTH];
    size_t first; /* of those in the queue */
    size_t count;
    bool is_stopping;
    bool has_ended;
    uint64_t deadline_ms; /* when it must end */
    uint64_t written;
    uint64_t failed;
    uint64_t dropped;
};

/* ---- Metrics. */

static const struct metric_family family = {
    "release_gate_events_total", METRIC_COUNTER, "result",
    "Events of denials: requests that wrote one or its count, failed ones, and denials dropped"};

static void put_result(struct buffer *out, struct text result, uint64_t value)
{
    const struct metric_label label = {"result", result};
    exposition_put_number(out, &family, "", (struct metric_labels){&label, 1}, value);
}

static void collect(void *closure, struct buffer *out)
{
    struct denial_events *events = closure;
    pthread_mutex_lock(&events->lock);
    exposition_put_head(out, &family);
    put_result(out, TEXT("written"), events->written);
    put_result(out, TEXT("failed"), events->failed);
    put_result(out, TEXT("dropped"), events->dropped);
    pthread_mutex_unlock(&events->lock);
}

/* ---- Taking. */

/* Cut between two characters of UTF-8. */
static void copy(char *out, size_t size, struct text text)
{
    size_t len = text.len < size ? text.len : size - 1;
    while (len < text.len && len > 0 && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
        len--;
    memcpy(out, text.len != 0 ? text.ptr : "", len);
    out[len] = '\0';
}

static void copy_message(char *out, size_t size, const struct policy *policy,
                         const struct admission *admission)
{
    static const struct text cut = TEXT_INIT("...");
    struct buffer message = {0};
    admission_put_denial(&message, policy, admission);
    struct text text = buffer_text(&message);
    if (text.len < size) {
        copy(out, size, text);
    } else {
        copy(out, size - cut.len, text);
        copy(out + strlen(out), cut.len + 1, cut);
    }
    buffer_release(&message);
}

static void put_api_version(char *out, size_t size, const struct admission *admission)
{
    struct text group = admission->subject.group;
    struct json_object *kind = json_member(json_member(admission->tree, "request"), "kind");
    struct text version = json_member_text(kind, "version");
    out[0] = '\0';
    if (version.len != 0)
        snprintf(out, size, "%.*s%s%.*s", TEXT_ARGS(group), group.len != 0 ? "/" : "",
                 TEXT_ARGS(version));
}

/* API servers make a name of generateName before they ask: whoever tries again has another one. */
static struct text generated_name_of(const struct subject *subject)
{
    struct json_object *metadata = json_member(subject->object, "metadata");
    return subject->operation == OPERATION_CREATE ? json_member_text(metadata, "generateName")
                                                  : (struct text){0};
}

static struct text name_of(const struct subject *subject)
{
    return text_ends_with(subject->name, TEXT("*")) ? (struct text){0} : subject->name;
}

static void read_denial(struct denial *denial, const struct policy *policy,
                        const struct admission *admission)
{
    char name[sizeof denial->name + 1];
    struct text generated = generated_name_of(&admission->subject);
    struct admission told = *admission;
    const struct subject *subject = &told.subject;
    snprintf(name, sizeof name, "%.*s*", TEXT_ARGS(generated));
    if (generated.len != 0)
        told.subject.name = text_from_string(name);
    copy(denial->namespace, sizeof denial->namespace, subject->scope.namespace);
    copy(denial->kind, sizeof denial->kind, subject->kind);
    copy(denial->name, sizeof denial->name, name_of(subject));
    put_api_version(denial->api_version, sizeof denial->api_version, &told);
    copy_message(denial->message, sizeof denial->message, policy, &told);
}

/* It becomes a part of a path, and not only API servers ask: a DNS label (RFC 1123), or none. */
static bool is_namespace(struct text text)
{
    bool is_sound = text.len < sizeof((struct denial *)NULL)->namespace;
    for (size_t i = 0; i < text.len && is_sound; i++)
        is_sound = ascii_is_alnum(text.ptr[i]) || text.ptr[i] == '-';
    return is_sound;
}

void denial_events_take(struct denial_events *events, const struct policy *policy,
                        const struct admission *admission)
{
    struct denial denial;
    if (events == NULL || admission->dry_run || admission->verdict.allowed)
        return;
    bool is_sound = is_namespace(admission->subject.scope.namespace);
    if (is_sound)
        read_denial(&denial, policy, admission);
    pthread_mutex_lock(&events->lock);
    if (!is_sound || events->count == QUEUE_LENGTH) {
        events->dropped++;
    } else {
        events->queue[(events->first + events->count++) % QUEUE_LENGTH] = denial;
        pthread_cond_signal(&events->wake);
    }
    pthread_mutex_unlock(&events->lock);
}

/* ---- Writing. */

static void count_request(struct denial_events *events, bool is_written)
{
    pthread_mutex_lock(&events->lock);
    events->written += is_written ? 1 : 0;
    events->failed += is_written ? 0 : 1;
    pthread_mutex_unlock(&events->lock);
}

static void tell_failure(const struct error *error)
{
    static struct log_limit limit;
    uint64_t left_out;
    if (log_limit_allows(&limit, &left_out))
        log_warn("event not written", LOG_ERROR(error), LOG_NUMBER("leftOut", left_out));
}

static bool ask(struct denial_events *events, const struct event_series *series, unsigned *status,
                struct error *error)
{
    struct buffer path = {0};
    struct buffer body = {0};
    struct cluster_answer answer = {0};
    event_series_put_path(series, &path);
    event_series_put(series, &body);
    bool done = (!path.failed && !body.failed) || error_no_memory(error);
    if (done) {
        struct cluster_request request = {
            .method = series->exists ? CLUSTER_PATCH : CLUSTER_POST,
            .path = path.bytes,
            .content_type = series->exists ? "application/merge-patch+json" : NULL,
            .body = buffer_text(&body)};
        done = cluster_ask(events->cluster, &request, &answer, error);
    }
    *status = answer.status;
    json_object_put(answer.root);
    buffer_release(&path);
    buffer_release(&body);
    return done;
}

/* False if the cluster had the Event as it was thought. What was to be new is there if the answer
 * to an earlier request was lost: no other series has its name. */
static bool learn(struct event_series *series, unsigned status)
{
    if (status != (series->exists ? HTTP_NOT_FOUND : HTTP_CONFLICT))
        return false;
    if (series->exists)
        event_series_renew(series);
    else
        series->exists = true;
    return true;
}

/* What could not be written is not tried again: it is told with the next equal denial. */
static void write_series(struct denial_events *events, struct event_series *series)
{
    unsigned status = 0;
    struct error error = {0};
    bool is_written = ask(events, series, &status, &error);
    if (!is_written && learn(series, status)) {
        error = (struct error){0};
        is_written = ask(events, series, &status, &error);
    }
    event_series_wrote(&events->table, series, clock_monotonic_ms(),
                       is_written || (series->exists && status != HTTP_NOT_FOUND));
    count_request(events, is_written);
    if (!is_written)
        tell_failure(&error);
}

/* ---- The thread. */

/* With the lock. */
static void take_queue(struct denial_events *events)
{
    uint64_t now_s = clock_now_s();
    for (; events->count != 0; events->count--) {
        if (!event_table_add(&events->table, &events->queue[events->first], now_s))
            events->dropped++;
        events->first = (events->first + 1) % QUEUE_LENGTH;
    }
}

/* With the lock. Returns early when there is something to do. */
static void wait_for(struct denial_events *events, uint64_t milliseconds)
{
    if (milliseconds == UINT64_MAX) {
        pthread_cond_wait(&events->wake, &events->lock);
        return;
    }
    struct timespec until = condition_deadline(milliseconds);
    (void)pthread_cond_timedwait(&events->wake, &events->lock, &until);
}

/* With the lock, which it gives up while it writes. False: it is time to end. */
static bool step(struct denial_events *events)
{
    uint64_t wait_ms;
    uint64_t now_ms = clock_monotonic_ms();
    bool is_stopping = events->is_stopping;
    take_queue(events);
    struct event_series *series = event_table_next(&events->table, now_ms, is_stopping, &wait_ms);
    if (is_stopping && (series == NULL || now_ms >= events->deadline_ms))
        return false;
    if (series == NULL) {
        wait_for(events, wait_ms);
    } else {
        pthread_mutex_unlock(&events->lock);
        write_series(events, series);
        pthread_mutex_lock(&events->lock);
    }
    return true;
}

static void *work(void *argument)
{
    struct denial_events *events = argument;
    pthread_mutex_lock(&events->lock);
    while (step(events))
        continue;
    events->has_ended = true;
    pthread_cond_signal(&events->wake);
    pthread_mutex_unlock(&events->lock);
    return NULL;
}

/* ---- Beginning and end. */

static void free_events(struct denial_events *events)
{
    cluster_close(events->cluster);
    pthread_mutex_destroy(&events->lock);
    pthread_cond_destroy(&events->wake);
    free(events);
}

static struct denial_events *new_events(void)
{
    struct denial_events *events = calloc(1, sizeof *events);
    if (events == NULL)
        return NULL;
    events->table.seed = clock_monotonic_ns() ^ (uint64_t)getpid() << 48;
    pthread_mutex_init(&events->lock, NULL);
    condition_init(&events->wake);
    return events;
}

static bool begin(struct denial_events *events, const struct event_settings *settings,
                  struct error *error)
{
    struct cluster_options options = {
        .kubeconfig = settings->kubeconfig[0] != '\0' ? settings->kubeconfig : NULL,
        .timeout_ms = ATTEMPT_TIMEOUT_MS,
        .attempts = 1,
    };
    events->cluster = cluster_open(&options, error);
    if (events->cluster == NULL)
        return false;
    if (pthread_create(&events->thread, NULL, work, events) != 0)
        return error_set(error, ERROR_SYSTEM, "no thread for events can be started");
    return true;
}

struct denial_events *denial_events_begin(struct server *server, struct error *error)
{
    struct in_force *in_force = in_force_hold(&server->in_force);
    const struct event_settings *settings = &in_force->config->events;
    struct denial_events *events = settings->enabled ? new_events() : NULL;
    if (settings->enabled && events == NULL)
        error_no_memory(error);
    if (events != NULL && !begin(events, settings, error)) {
        free_events(events);
        events = NULL;
    }
    in_force_release(in_force);
    if (events != NULL && !server_collect(server, collect, events))
        log_error("events cannot tell metrics: too many collectors");
    return events;
}

void denial_events_end(struct denial_events *events)
{
    if (events == NULL)
        return;
    pthread_mutex_lock(&events->lock);
    events->is_stopping = true;
    events->deadline_ms = clock_monotonic_ms() + DRAIN_MS;
    pthread_cond_signal(&events->wake);
    for (uint64_t now_ms = clock_monotonic_ms(); !events->has_ended && now_ms < events->deadline_ms;
         now_ms = clock_monotonic_ms())
        wait_for(events, events->deadline_ms - now_ms);
    pthread_mutex_unlock(&events->lock);
    cluster_cancel(events->cluster);
    pthread_join(events->thread, NULL);
    free_events(events);
}
