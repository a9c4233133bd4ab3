/* state.h - what the parts of a running server share. */
#ifndef SERVER_STATE_H
#define SERVER_STATE_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "certificate.h"
#include "config/config.h"
#include "listen.h"

/* Bits, so that a route can name several. */
enum entrance { ENTRANCE_HTTPS = 1, ENTRANCE_PLAIN = 2 };

/* One port. */
struct listener {
    struct server *server;
    enum entrance entrance;
    struct listen_socket socket;
    struct MHD_Daemon *daemon;
};

struct server {
    const struct config *config;
    struct certificate certificate;
    char *client_ca; /* PEM; NULL: every client may ask */
    struct listener https;
    struct listener plain;
    unsigned threads;
    pthread_key_t worker_key;
    bool has_worker_key;
    atomic_bool is_draining;
    atomic_size_t open_requests;
    atomic_size_t body_bytes; /* of all request bodies in memory */
};

#endif
