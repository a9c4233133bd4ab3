/* connection.h - what is known of one connection while it is open. */
#ifndef SERVER_CONNECTION_H
#define SERVER_CONNECTION_H

#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct credentials;
struct listener;

/* What the client has to do next, each within a limit of its own: connections.c. */
enum connection_phase {
    PHASE_NEW,     /* shake hands and send the headers of a first request */
    PHASE_IDLE,    /* nothing, until it asks again */
    PHASE_HEADERS, /* send the rest of the headers of another request */
    PHASE_BODY,    /* send the rest of the body */
    PHASE_ANSWER,  /* read the answer */
    PHASE_COUNT,
};

enum { CLIENT_ADDRESS_BYTES = 16 };

/* IPv4 in the first four bytes, the rest zeros. */
struct client_address {
    unsigned char bytes[CLIENT_ADDRESS_BYTES];
};

/* The thread that serves the connection writes the atomic fields, others look at them. */
struct connection {
    struct connection *next; /* of the same port, younger; under the lock of struct connections */
    struct connection *previous;
    struct connection *next_asleep; /* handshakes.c, under its lock */
    struct connection *previous_asleep;
    struct listener *listener;
    struct MHD_Connection *source;
    gnutls_session_t session;        /* HTTPS only */
    struct credentials *credentials; /* held: see credentials.h */
    struct client_address address;
    int fd;
    bool is_ended;     /* by us; under the lock */
    bool is_surplus;   /* beyond a limit: its reviews are answered with 503 */
    bool is_encrypted; /* the handshake is over */
    atomic_uint phase;
    atomic_uint_fast64_t since_ms; /* when the phase began: clock_monotonic_ns, in milliseconds */
    atomic_uint_fast64_t received; /* bytes of the body in this phase */
};

/* MHD_NotifyConnectionCallback; the closure is the struct listener. */
void connection_notify(void *closure, struct MHD_Connection *source, void **context,
                       enum MHD_ConnectionNotificationCode event);

/* NULL: there was no memory for it, and it is being closed. */
struct connection *connection_of(struct MHD_Connection *source);

/* The two are called by the thread that serves the connection. */
void connection_enter(struct connection *connection, enum connection_phase phase);
void connection_note_received(struct connection *connection, uint64_t bytes);

#endif
