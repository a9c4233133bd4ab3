#include "connection.h"

#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "state.h"

struct connection {
    struct server *server;
    struct credentials *credentials; /* held: see credentials.h */
    bool is_encrypted;
};

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
static void watch_handshake(struct connection *connection, struct MHD_Connection *source)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(source, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    gnutls_session_t session = info->tls_session;
    gnutls_session_set_ptr(session, connection);
    gnutls_handshake_set_hook_function(session, GNUTLS_HANDSHAKE_FINISHED, GNUTLS_HOOK_POST,
                                       note_finished);
}

static struct connection *begin(struct server *server, struct MHD_Connection *source)
{
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL)
        return NULL;
    connection->server = server;
    connection->credentials = credentials_hold(&server->credentials);
    watch_handshake(connection, source);
    return connection;
}

/* Without memory for what must be known of it a connection is closed: its handshake could meet
 * credentials that nobody holds. */
static void refuse(struct MHD_Connection *source)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(source, MHD_CONNECTION_INFO_CONNECTION_FD);
    shutdown(info->connect_fd, SHUT_RDWR);
}

static void end(struct connection *connection)
{
    if (connection == NULL)
        return;
    if (!connection->is_encrypted)
        atomic_fetch_add(&connection->server->metrics.tls_failures, 1);
    credentials_release(connection->credentials);
    free(connection);
}

void connection_notify(void *closure, struct MHD_Connection *connection, void **context,
                       enum MHD_ConnectionNotificationCode event)
{
    if (event == MHD_CONNECTION_NOTIFY_CLOSED) {
        end(*context);
        return;
    }
    *context = begin(closure, connection);
    if (*context == NULL)
        refuse(connection);
}
