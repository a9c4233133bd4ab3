/* connections.h - all open connections of one port: how many there may be, and how long each may
 * keep us waiting. */
#ifndef SERVER_CONNECTIONS_H
#define SERVER_CONNECTIONS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "connection.h"
#include "metrics.h"

enum {
    /* Connections beyond the limit that are taken all the same, to be told so. */
    CONNECTIONS_RESERVE = 64,
};

/* 0: no limit. */
struct connection_limits {
    uint32_t max_count;
    uint32_t max_per_address;
    uint64_t header_timeout_ms;
    uint64_t request_timeout_ms;
    uint64_t idle_timeout_ms;
};

/* Never closes a descriptor, which is the business of libmicrohttpd: it shuts the connection down,
 * and the thread that serves it finds it ended. */
struct connections {
    pthread_mutex_t lock;
    struct connection *oldest;
    struct connection *youngest;
    struct connection_limits limits;
    atomic_size_t count;
    atomic_size_t started; /* all that connections_add has seen */
    size_t expected;       /* the same and those on their way; the accepting thread's alone */
    size_t last_expected;  /* at the last sweep */
};

void connections_init(struct connections *connections);
void connections_release(struct connections *connections);

/* In force from now on. */
void connections_limit(struct connections *connections, const struct connection_limits *limits);

/* True if not even the reserve has room for another one, those on their way counted. */
bool connections_are_full(struct connections *connections);

/* The accepting thread hands one to libmicrohttpd, whose threads get to it later: connections_add
 * counts it then. Without this a flood would come in before it is counted. */
void connections_expect(struct connections *connections);

/* Beyond a limit the one that has waited longest for the headers of its first request gives way. If
 * there is none, the new one is surplus. */
void connections_add(struct connections *connections, struct connection *connection,
                     struct metrics *metrics);
void connections_remove(struct connections *connections, struct connection *connection);

/* Ends those that took too long. For the accepting thread. */
void connections_sweep(struct connections *connections, struct metrics *metrics);

/* True if no request is under way and none has begun or ended in the last moments: whoever closes
 * connections now hardly meets one that was just sent. */
bool connections_are_quiet(struct connections *connections);

#endif
