#define _GNU_SOURCE
#include "connection.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "connections.h"
#include "handshakes.h"
#include "runtime/clock.h"
#include "state.h"

/* gnutls_handshake_simple_hook_func, after each Finished that a session sent or got. */
static int note_finished(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                         const gnutls_datum_t *message)
{
    struct connection *connection = gnutls_session_get_ptr(session);
    (void)type;
    (void)when;
    (void)message;
    if (incoming != 0)
        connection->is_encrypted = true;
    return 0;
}

/* libmicrohttpd uses the session's pointer for pre-shared keys only. */
static void watch_handshake(struct connection *connection, gnutls_session_t session)
{
    gnutls_session_set_ptr(session, connection);
    gnutls_handshake_set_hook_function(session, GNUTLS_HANDSHAKE_FINISHED, GNUTLS_HOOK_POST,
                                       note_finished);
    handshakes_watch(connection, session);
}

static struct client_address address_of(const struct sockaddr *source)
{
    struct client_address address = {{0}};
    if (source->sa_family == AF_INET) {
        const struct sockaddr_in *ipv4 = (const struct sockaddr_in *)(const void *)source;
        memcpy(address.bytes, &ipv4->sin_addr, sizeof ipv4->sin_addr);
    } else if (source->sa_family == AF_INET6) {
        const struct sockaddr_in6 *ipv6 = (const struct sockaddr_in6 *)(const void *)source;
        memcpy(address.bytes, &ipv6->sin6_addr, sizeof ipv6->sin6_addr);
    }
    return address;
}

static int descriptor_of(struct MHD_Connection *source)
{
    return MHD_get_connection_info(source, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

static struct connection *begin(struct listener *listener, struct MHD_Connection *source)
{
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL)
        return NULL;
    connection->listener = listener;
    connection->source = source;
    connection->fd = descriptor_of(source);
    connection->address = address_of(
        MHD_get_connection_info(source, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
    connection_enter(connection, PHASE_NEW);
    if (listener->entrance == ENTRANCE_HTTPS) {
        connection->credentials = credentials_hold(&listener->server->credentials);
        watch_handshake(
            connection,
            MHD_get_connection_info(source, MHD_CONNECTION_INFO_GNUTLS_SESSION)->tls_session);
    }
    connections_add(&listener->connections, connection, &listener->server->metrics);
    return connection;
}

static void end(struct connection *connection)
{
    if (connection == NULL)
        return;
    struct listener *listener = connection->listener;
    connections_remove(&listener->connections, connection);
    if (listener->entrance == ENTRANCE_HTTPS && !connection->is_encrypted)
        atomic_fetch_add(&listener->server->metrics.tls_failures, 1);
    credentials_release(connection->credentials);
    free(connection);
}

/* Without memory for what must be known of it a connection is closed: its handshake could meet
 * credentials that nobody holds, and nobody would watch over it. */
void connection_notify(void *closure, struct MHD_Connection *source, void **context,
                       enum MHD_ConnectionNotificationCode event)
{
    if (event == MHD_CONNECTION_NOTIFY_CLOSED) {
        end(*context);
        return;
    }
    *context = begin(closure, source);
    if (*context == NULL)
        shutdown(descriptor_of(source), SHUT_RDWR);
}

struct connection *connection_of(struct MHD_Connection *source)
{
    return MHD_get_connection_info(source, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

void connection_enter(struct connection *connection, enum connection_phase phase)
{
    atomic_store_explicit(&connection->received, 0, memory_order_relaxed);
    atomic_store_explicit(&connection->since_ms, clock_monotonic_ms(), memory_order_relaxed);
    atomic_store_explicit(&connection->phase, phase, memory_order_release);
}

void connection_note_received(struct connection *connection, uint64_t bytes)
{
    atomic_fetch_add_explicit(&connection->received, bytes, memory_order_relaxed);
}
