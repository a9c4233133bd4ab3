#define _GNU_SOURCE
#include "door.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/clock.h"
#include "state.h"
#include "worker.h"

enum {
    SWEEP_MS = 250,
    BURST = 64, /* connections of one port before the other has its turn */

    /* Where there is no descriptor, one may have become free by then; meanwhile clients wait in the
     * kernel's queue. */
    PAUSE_MS = 100,

    /* Many times what the third segment of a handshake needs. */
    HALF_OPEN_MS = 100,
};

enum { SLOT_WAKE, SLOT_HANDSHAKES, SLOT_HTTPS, SLOT_PLAIN, SLOT_COUNT };

struct watch {
    struct server *server;
    uint64_t paused_until_ms;
    uint64_t next_sweep_ms;
};

/* ---- Accepting. */

static void pause_accepting(struct watch *watch)
{
    metrics_count_shed(&watch->server->metrics, SHED_DESCRIPTORS);
    watch->paused_until_ms = clock_monotonic_ms() + PAUSE_MS;
}

/* Some failures are that of the client, which has gone meanwhile. Whatever else there may be,
 * asking again at once would make the thread spin. */
static bool look_on_after(struct watch *watch, int failure)
{
    if (failure == ECONNABORTED || failure == EINTR)
        return true;
    if (failure != EAGAIN)
        pause_accepting(watch);
    return false;
}

/* False: there is none, or none can be taken now. */
static bool accept_one(struct watch *watch, struct listener *listener)
{
    struct sockaddr_storage address = {0};
    socklen_t size = sizeof address;
    int fd = accept4(listener->socket.fd, (struct sockaddr *)&address, &size,
                     SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return look_on_after(watch, errno);
    if (connections_are_full(&listener->connections)) {
        metrics_count_shed(&watch->server->metrics, SHED_CONNECTIONS);
        close(fd);
        return true;
    }
    connections_expect(&listener->connections);
    /* Closes the descriptor if it fails. */
    (void)MHD_add_connection(listener->daemon, fd, (struct sockaddr *)&address, size);
    return true;
}

static void accept_burst(struct watch *watch, struct listener *listener)
{
    for (int i = 0; i < BURST && accept_one(watch, listener); i++)
        continue;
}

/* ---- Looking after those that are open. */

static void apply_limits(struct server *server)
{
    struct in_force *in_force = in_force_hold(&server->in_force);
    const struct server_settings *settings = &in_force->config->server;
    struct connection_limits limits = {
        .max_count = server->max_connections,
        .max_per_address = settings->max_connections_per_address,
        .header_timeout_ms = settings->header_timeout_ms,
        .request_timeout_ms = settings->request_timeout_ms,
        .idle_timeout_ms = settings->idle_timeout_ms,
    };
    in_force_release(in_force);
    connections_limit(&server->https.connections, &limits);
    limits.max_count = PLAIN_CONNECTIONS;
    limits.max_per_address = 0;
    connections_limit(&server->plain.connections, &limits);
}

static void sweep(struct watch *watch)
{
    struct server *server = watch->server;
    uint64_t now_ms = clock_monotonic_ms();
    if (now_ms < watch->next_sweep_ms)
        return;
    watch->next_sweep_ms = now_ms + SWEEP_MS;
    apply_limits(server);
    connections_sweep(&server->https.connections, &server->metrics);
    connections_sweep(&server->plain.connections, &server->metrics);
    worker_give_back(server);
}

/* ---- The thread. */

static void clear_wake(int wake)
{
    uint64_t count;
    while (read(wake, &count, sizeof count) < 0 && errno == EINTR)
        continue;
}

static void wait_for_clients(struct watch *watch)
{
    struct server *server = watch->server;
    bool is_paused = clock_monotonic_ms() < watch->paused_until_ms;
    struct pollfd slots[SLOT_COUNT] = {
        [SLOT_WAKE] = {.fd = server->door.wake, .events = POLLIN},
        [SLOT_HANDSHAKES] = {.fd = server->handshakes.poller, .events = POLLIN},
        [SLOT_HTTPS] = {.fd = is_paused ? -1 : server->https.socket.fd, .events = POLLIN},
        [SLOT_PLAIN] = {.fd = is_paused ? -1 : server->plain.socket.fd, .events = POLLIN},
    };
    if (poll(slots, SLOT_COUNT, is_paused ? PAUSE_MS : SWEEP_MS) <= 0)
        return;
    if (slots[SLOT_WAKE].revents != 0)
        clear_wake(server->door.wake);
    if (slots[SLOT_HANDSHAKES].revents != 0)
        handshakes_go_on(&server->handshakes);
    if (slots[SLOT_HTTPS].revents != 0)
        accept_burst(watch, &server->https);
    if (slots[SLOT_PLAIN].revents != 0)
        accept_burst(watch, &server->plain);
}

/* The rest of those that were half open. */
static void close_https(struct watch *watch)
{
    struct server *server = watch->server;
    uint64_t deadline_ms = clock_monotonic_ms() + HALF_OPEN_MS;
    listen_shut_out(&server->https.socket);
    while (clock_monotonic_ms() < deadline_ms && !atomic_load(&server->door.is_stopping)) {
        accept_burst(watch, &server->https);
        handshakes_go_on(&server->handshakes);
        clock_sleep_ms(1);
    }
    listen_close(&server->https.socket);
    atomic_store(&server->door.is_closed, true);
}

static void *run(void *closure)
{
    struct watch watch = {.server = closure};
    struct door *door = &watch.server->door;
    while (!atomic_load(&door->is_stopping)) {
        if (atomic_load(&door->is_closing) && !atomic_load(&door->is_closed))
            close_https(&watch);
        sweep(&watch);
        wait_for_clients(&watch);
    }
    return NULL;
}

static void wake(const struct door *door)
{
    const uint64_t one = 1;
    while (write(door->wake, &one, sizeof one) < 0 && errno == EINTR)
        continue;
}

bool door_open(struct server *server, struct error *error)
{
    struct door *door = &server->door;
    apply_limits(server);
    door->wake = eventfd(0, EFD_CLOEXEC);
    if (door->wake < 0)
        return error_set(error, ERROR_SYSTEM, "cannot start to listen: %s", strerror(errno));
    int failure = pthread_create(&door->thread, NULL, run, server);
    door->has_thread = failure == 0;
    return failure == 0 ||
           error_set(error, ERROR_SYSTEM, "cannot start a thread: %s", strerror(failure));
}

void door_close_https(struct server *server)
{
    atomic_store(&server->door.is_closing, true);
    wake(&server->door);
}

bool door_is_closed(const struct server *server)
{
    return atomic_load(&server->door.is_closed);
}

void door_stop(struct server *server)
{
    struct door *door = &server->door;
    atomic_store(&door->is_stopping, true);
    if (door->has_thread) {
        wake(door);
        pthread_join(door->thread, NULL);
    }
    if (door->wake >= 0)
        close(door->wake);
    door->has_thread = false;
    door->wake = -1;
}
