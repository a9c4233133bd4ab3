/* door.h - the thread that accepts connections and ends those that take too long. libmicrohttpd
 * could accept them itself, but would spin where there is no descriptor for the first one, and
 * knows no limit for clients that are merely slow. */
#ifndef SERVER_DOOR_H
#define SERVER_DOOR_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/check.h"
#include "base/error.h"

struct server;

struct door {
    pthread_t thread;
    bool has_thread;
    int wake;               /* eventfd; -1: none */
    atomic_bool is_closing; /* the HTTPS port */
    atomic_bool is_closed;
    atomic_bool is_stopping;
};

/* For both ports, whose daemons must have started. Limits are those in force. */
MUST_CHECK bool door_open(struct server *server, struct error *error);

/* No new connections on the HTTPS port, but for those that are half open; when those are through,
 * the door is closed. */
void door_close_https(struct server *server);
bool door_is_closed(const struct server *server);

/* Ends the thread. */
void door_stop(struct server *server);

#endif
