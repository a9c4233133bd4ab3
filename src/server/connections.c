#include "connections.h"

#include <string.h>
#include <sys/socket.h>

#include "runtime/clock.h"

enum {
    MILLISECONDS_PER_SECOND = 1000,

    /* An honest client is slower than this only when it is far away or very busy. */
    GIVES_WAY_MS = 1000,

    /* A body of a few KiB, which most are, comes at once. One that is slower than a modem of 1990
     * for this long is not worth the place that it takes. */
    SLOW_BODY_MS = 10 * 1000,
    SLOW_BODY_BYTES_PER_SECOND = 1024,

    /* Many times what a request needs from a client to here. */
    QUIET_MS = 1000,
};

void connections_init(struct connections *connections)
{
    pthread_mutex_init(&connections->lock, NULL);
}

void connections_release(struct connections *connections)
{
    pthread_mutex_destroy(&connections->lock);
}

void connections_limit(struct connections *connections, const struct connection_limits *limits)
{
    pthread_mutex_lock(&connections->lock);
    connections->limits = *limits;
    pthread_mutex_unlock(&connections->lock);
}

bool connections_are_full(struct connections *connections)
{
    pthread_mutex_lock(&connections->lock);
    size_t limit = connections->limits.max_count;
    pthread_mutex_unlock(&connections->lock);
    size_t started = atomic_load(&connections->started);
    size_t on_their_way = connections->expected > started ? connections->expected - started : 0;
    size_t count = atomic_load(&connections->count) + on_their_way;
    return limit != 0 && count >= limit + CONNECTIONS_RESERVE;
}

void connections_expect(struct connections *connections)
{
    size_t started = atomic_load(&connections->started);
    if (connections->expected < started)
        connections->expected = started;
    connections->expected++;
}

/* What libmicrohttpd dropped for want of memory never starts: it is not waited for for ever. */
static void forget_lost(struct connections *connections)
{
    if (connections->expected == connections->last_expected)
        connections->expected = atomic_load(&connections->started);
    connections->last_expected = connections->expected;
}

static enum connection_phase phase_of(const struct connection *connection)
{
    return atomic_load_explicit(&connection->phase, memory_order_acquire);
}

static uint64_t age_ms(const struct connection *connection, uint64_t now_ms)
{
    uint64_t since_ms = atomic_load_explicit(&connection->since_ms, memory_order_relaxed);
    return now_ms > since_ms ? now_ms - since_ms : 0;
}

/* ---- How many. */

static bool is_same(const struct client_address *a, const struct client_address *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static size_t count_from(const struct connections *connections,
                         const struct client_address *address)
{
    size_t count = 0;
    for (const struct connection *next = connections->oldest; next != NULL; next = next->next)
        count += is_same(&next->address, address);
    return count;
}

/* NULL: none has waited long enough. `address` NULL: from anywhere. */
static struct connection *find_waiting(const struct connections *connections,
                                       const struct client_address *address)
{
    uint64_t now_ms = clock_monotonic_ms();
    for (struct connection *next = connections->oldest; next != NULL; next = next->next) {
        if (!next->is_ended && phase_of(next) == PHASE_NEW &&
            age_ms(next, now_ms) >= GIVES_WAY_MS &&
            (address == NULL || is_same(&next->address, address)))
            return next;
    }
    return NULL;
}

static void append(struct connections *connections, struct connection *connection)
{
    connection->previous = connections->youngest;
    if (connections->youngest != NULL)
        connections->youngest->next = connection;
    else
        connections->oldest = connection;
    connections->youngest = connection;
    atomic_fetch_add(&connections->count, 1);
}

static void end(struct connection *connection)
{
    connection->is_ended = true;
    shutdown(connection->fd, SHUT_RDWR);
}

/* Who gives way is still counted until it has gone, which the reserve allows for. */
static bool make_room(const struct connections *connections, const struct client_address *address)
{
    struct connection *waiting = find_waiting(connections, address);
    if (waiting == NULL)
        return false;
    end(waiting);
    return true;
}

static bool is_admitted(const struct connections *connections, const struct client_address *address,
                        struct metrics *metrics)
{
    const struct connection_limits *limits = &connections->limits;
    if (limits->max_per_address != 0 &&
        count_from(connections, address) >= limits->max_per_address) {
        metrics_count_shed(metrics, SHED_ADDRESS_CONNECTIONS);
        return make_room(connections, address);
    }
    if (limits->max_count != 0 && atomic_load(&connections->count) >= limits->max_count) {
        metrics_count_shed(metrics, SHED_CONNECTIONS);
        return make_room(connections, NULL);
    }
    return true;
}

void connections_add(struct connections *connections, struct connection *connection,
                     struct metrics *metrics)
{
    pthread_mutex_lock(&connections->lock);
    connection->is_surplus = !is_admitted(connections, &connection->address, metrics);
    append(connections, connection);
    atomic_fetch_add(&connections->started, 1);
    pthread_mutex_unlock(&connections->lock);
}

void connections_remove(struct connections *connections, struct connection *connection)
{
    pthread_mutex_lock(&connections->lock);
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        connections->oldest = connection->next;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
    else
        connections->youngest = connection->previous;
    atomic_fetch_sub(&connections->count, 1);
    pthread_mutex_unlock(&connections->lock);
}

/* ---- How long. */

/* libmicrohttpd ends those that are silent; it knows no limit for those that say little. */
static uint64_t limit_ms(const struct connection_limits *limits, enum connection_phase phase)
{
    switch (phase) {
    case PHASE_NEW:
    case PHASE_HEADERS:
        return limits->header_timeout_ms;
    case PHASE_IDLE:
        return limits->idle_timeout_ms + limits->header_timeout_ms;
    case PHASE_BODY:
    case PHASE_ANSWER:
    case PHASE_COUNT:
        break;
    }
    return limits->request_timeout_ms;
}

static bool is_slow_body(const struct connection *connection, uint64_t age)
{
    uint64_t received = atomic_load_explicit(&connection->received, memory_order_relaxed);
    return age > SLOW_BODY_MS &&
           received < age / MILLISECONDS_PER_SECOND * SLOW_BODY_BYTES_PER_SECOND;
}

static enum shed_reason reason_of(enum connection_phase phase)
{
    if (phase == PHASE_BODY)
        return SHED_SLOW_BODY;
    return phase == PHASE_ANSWER ? SHED_SLOW_READER : SHED_SLOW_HEADERS;
}

void connections_sweep(struct connections *connections, struct metrics *metrics)
{
    uint64_t now_ms = clock_monotonic_ms();
    forget_lost(connections);
    pthread_mutex_lock(&connections->lock);
    for (struct connection *next = connections->oldest; next != NULL; next = next->next) {
        enum connection_phase phase = phase_of(next);
        uint64_t age = age_ms(next, now_ms);
        if (next->is_ended || (age <= limit_ms(&connections->limits, phase) &&
                               (phase != PHASE_BODY || !is_slow_body(next, age))))
            continue;
        metrics_count_shed(metrics, reason_of(phase));
        end(next);
    }
    pthread_mutex_unlock(&connections->lock);
}

static bool is_quiet(const struct connection *connection, uint64_t now_ms)
{
    enum connection_phase phase = phase_of(connection);
    if (connection->is_ended)
        return true;
    return (phase == PHASE_NEW || phase == PHASE_IDLE) && age_ms(connection, now_ms) >= QUIET_MS;
}

bool connections_are_quiet(struct connections *connections)
{
    uint64_t now_ms = clock_monotonic_ms();
    bool are_quiet = true;
    pthread_mutex_lock(&connections->lock);
    for (const struct connection *next = connections->oldest; next != NULL && are_quiet;
         next = next->next)
        are_quiet = is_quiet(next, now_ms);
    pthread_mutex_unlock(&connections->lock);
    return are_quiet;
}
