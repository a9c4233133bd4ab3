/* state.h - what the parts of a running server share. */
#ifndef SERVER_STATE_H
#define SERVER_STATE_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "background_audit.h"
#include "connections.h"
#include "credentials.h"
#include "denial_events.h"
#include "door.h"
#include "fixed_settings.h"
#include "handshakes.h"
#include "in_force.h"
#include "listen.h"
#include "metrics.h"
#include "server/server.h"

enum {
    RELOAD_ERROR_BYTES = 512,
    MAX_COLLECTORS = 4,
    PLAIN_CONNECTIONS = 32, /* a kubelet and a scraper or two */
};

/* Bits, so that a route can name several. */
enum entrance { ENTRANCE_HTTPS = 1, ENTRANCE_PLAIN = 2 };

/* One port. */
struct listener {
    struct server *server;
    enum entrance entrance;
    struct listen_socket socket;
    struct MHD_Daemon *daemon;
    struct connections connections;
    atomic_size_t open_requests;
};

struct digest {
    unsigned char bytes[32];
};

/* What became of one thing that is read anew while the server runs. */
struct reload {
    struct digest loaded; /* of what is in force */
    char last_error[RELOAD_ERROR_BYTES];
    atomic_uint_fast64_t successes;
    atomic_uint_fast64_t failures;       /* each once, however often it was looked at */
    atomic_bool is_failing;              /* the last look */
    atomic_uint_fast64_t last_success_s; /* since 1970; the start counts */
};

/* Families that another part of the program knows. */
struct collector {
    exposition_collector *collect;
    void *closure;
};

struct server {
    struct in_force_slot in_force;
    struct credential_store credentials;
    struct fixed_settings fixed;
    struct config_source source;
    struct reload settings_reload;
    struct reload certificate_reload;
    atomic_int_fast64_t certificate_expiry; /* seconds since 1970 */
    bool is_given_certificates;             /* by server_take_certificate, not by files */
    atomic_bool awaits_certificate;         /* the first of them */
    char *client_ca;                        /* PEM, as of the start; NULL: every client may ask */
    struct listener https;
    struct listener plain;
    struct handshakes handshakes; /* of https */
    struct door door;
    unsigned threads;
    uint32_t max_connections; /* as many as there are descriptors for */
    pthread_key_t worker_key;
    bool has_worker_key;
    atomic_bool is_draining;
    atomic_size_t body_bytes; /* of all request bodies in memory */
    atomic_bool had_large_body;
    struct metrics metrics;
    struct background_audit *audit; /* NULL: none */
    struct denial_events *events;   /* NULL: none */
    struct collector collectors[MAX_COLLECTORS];
    atomic_size_t collector_count;
};

#endif
