#define _GNU_SOURCE
#include "handshakes.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connection.h"
#include "state.h"

enum { EVENTS = 64 };

void handshakes_init(struct handshakes *handshakes)
{
    pthread_mutex_init(&handshakes->lock, NULL);
    handshakes->poller = -1;
}

void handshakes_release(struct handshakes *handshakes)
{
    if (handshakes->poller >= 0)
        close(handshakes->poller);
    pthread_mutex_destroy(&handshakes->lock);
}

bool handshakes_begin(struct handshakes *handshakes, struct error *error)
{
    handshakes->poller = epoll_create1(EPOLL_CLOEXEC);
    return handshakes->poller >= 0 ||
           error_set(error, ERROR_SYSTEM, "cannot start to listen: %s", strerror(errno));
}

/* ---- To sleep and to wake, under the lock. */

static bool expect(const struct handshakes *handshakes, struct connection *connection)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT,
                                .data.ptr = connection};
    return epoll_ctl(handshakes->poller, EPOLL_CTL_MOD, connection->fd, &event) == 0 ||
           (errno == ENOENT &&
            epoll_ctl(handshakes->poller, EPOLL_CTL_ADD, connection->fd, &event) == 0);
}

static void sleep_in(struct handshakes *handshakes, struct connection *connection)
{
    connection->next_asleep = handshakes->first;
    connection->previous_asleep = NULL;
    if (handshakes->first != NULL)
        handshakes->first->previous_asleep = connection;
    handshakes->first = connection;
    MHD_suspend_connection(connection->source);
}

/* The connection may be gone when this returns. */
static void wake(struct handshakes *handshakes, struct connection *connection)
{
    if (connection->previous_asleep != NULL)
        connection->previous_asleep->next_asleep = connection->next_asleep;
    else
        handshakes->first = connection->next_asleep;
    if (connection->next_asleep != NULL)
        connection->next_asleep->previous_asleep = connection->previous_asleep;
    MHD_resume_connection(connection->source);
}

/* ---- The session's reads. */

/* Where it cannot be waited for, it stays with libmicrohttpd's way. */
static void wait_for_client(struct connection *connection)
{
    struct handshakes *handshakes = &connection->listener->server->handshakes;
    pthread_mutex_lock(&handshakes->lock);
    if (!handshakes->is_over && expect(handshakes, connection))
        sleep_in(handshakes, connection);
    pthread_mutex_unlock(&handshakes->lock);
}

/* gnutls_pull_func */
static ssize_t pull(gnutls_transport_ptr_t closure, void *bytes, size_t size)
{
    struct connection *connection = closure;
    ssize_t got = recv(connection->fd, bytes, size, 0);
    if (got >= 0)
        return got;
    int failure = errno;
    if (failure == EAGAIN && !connection->is_encrypted)
        wait_for_client(connection);
    gnutls_transport_set_errno(connection->session, failure);
    return got;
}

/* gnutls_pull_timeout_func */
static int pull_timeout(gnutls_transport_ptr_t closure, unsigned milliseconds)
{
    const struct connection *connection = closure;
    struct pollfd slot = {.fd = connection->fd, .events = POLLIN};
    return poll(&slot, 1, (int)milliseconds);
}

void handshakes_watch(struct connection *connection, gnutls_session_t session)
{
    connection->session = session;
    gnutls_transport_set_ptr2(session, connection,
                              (gnutls_transport_ptr_t)(intptr_t)connection->fd);
    gnutls_transport_set_pull_function(session, pull);
    gnutls_transport_set_pull_timeout_function(session, pull_timeout);
}

/* ---- For others. */

void handshakes_go_on(struct handshakes *handshakes)
{
    struct epoll_event events[EVENTS];
    int count = epoll_wait(handshakes->poller, events, EVENTS, 0);
    pthread_mutex_lock(&handshakes->lock);
    for (int i = 0; i < count; i++)
        wake(handshakes, events[i].data.ptr);
    pthread_mutex_unlock(&handshakes->lock);
}

void handshakes_end(struct handshakes *handshakes)
{
    pthread_mutex_lock(&handshakes->lock);
    handshakes->is_over = true;
    while (handshakes->first != NULL)
        wake(handshakes, handshakes->first);
    pthread_mutex_unlock(&handshakes->lock);
}
