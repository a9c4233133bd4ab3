/* handshakes.h - handshakes that wait for the client. libmicrohttpd asks a TLS session again and
 * again while it waits in the middle of one (seen with 0.9.75 of Debian 12: a client that sends the
 * first half and no more costs a whole processor until its time is up). Here such a connection
 * sleeps until its client has sent something. */
#ifndef SERVER_HANDSHAKES_H
#define SERVER_HANDSHAKES_H

#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdbool.h>

#include "base/check.h"
#include "base/error.h"

struct connection;

struct handshakes {
    pthread_mutex_t lock;
    struct connection *first; /* of those that sleep */
    int poller;               /* epoll, readable when one of them has to go on; -1: none */
    bool is_over;
};

void handshakes_init(struct handshakes *handshakes);
void handshakes_release(struct handshakes *handshakes);

MUST_CHECK bool handshakes_begin(struct handshakes *handshakes, struct error *error);

/* For the session of a connection that just began, by the thread that serves it. */
void handshakes_watch(struct connection *connection, gnutls_session_t session);

/* All whose clients have sent something or are gone. For the accepting thread. */
void handshakes_go_on(struct handshakes *handshakes);

/* Wakes all; from now on none sleeps, since libmicrohttpd may not be stopped while one does. */
void handshakes_end(struct handshakes *handshakes);

#endif
