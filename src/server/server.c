#include "server/server.h"

#include <signal.h>
#include <stdlib.h>

#include "daemon.h"
#include "runtime/clock.h"
#include "runtime/cores.h"
#include "runtime/log.h"
#include "runtime/signals.h"
#include "state.h"
#include "worker.h"

enum { DRAIN_POLL_MS = 10, NANOSECONDS_PER_MILLISECOND = 1000000 };

static bool load_certificate(struct server *server, struct error *error)
{
    const struct tls_settings *tls = &server->config->tls;
    if (tls->cert_file[0] != '\0')
        return certificate_load(tls->cert_file, tls->key_file, &server->certificate, error);
    if (!certificate_make(&server->certificate, error))
        return false;
    log_warn("no certificate is configured: a self-signed one was made for this run",
             LOG_STRING("sha256", server->certificate.fingerprint));
    return true;
}

static bool load_authority(struct server *server, struct error *error)
{
    const char *file = server->config->tls.client_ca_file;
    if (file[0] == '\0')
        return true;
    server->client_ca = certificate_load_authority(file, error);
    return server->client_ca != NULL;
}

static bool start_listener(struct server *server, struct listener *listener, enum entrance entrance,
                           const char *address, struct error *error)
{
    listener->server = server;
    listener->entrance = entrance;
    return listen_open(address, &listener->socket, error) && daemon_start(listener, error);
}

static bool start(struct server *server, struct error *error)
{
    const struct config *config = server->config;
    if (!worker_init(server))
        return error_no_memory(error);
    if (!load_certificate(server, error) || !load_authority(server, error) ||
        !start_listener(server, &server->https, ENTRANCE_HTTPS, config->server.listen, error))
        return false;
    return config->metrics.listen[0] == '\0' ||
           start_listener(server, &server->plain, ENTRANCE_PLAIN, config->metrics.listen, error);
}

/* Every thread needs room for a connection of its own. */
static unsigned threads_for(const struct server_settings *settings)
{
    unsigned threads = settings->threads != 0 ? settings->threads : cores_usable();
    return threads < settings->max_connections ? threads : settings->max_connections;
}

struct server *server_start(const struct config *config, struct error *error)
{
    struct server *server = calloc(1, sizeof *server);
    if (server == NULL) {
        error_no_memory(error);
        return NULL;
    }
    server->config = config;
    server->threads = threads_for(&config->server);
    server->https.socket.fd = -1;
    server->plain.socket.fd = -1;
    if (start(server, error))
        return server;
    server_free(server);
    return NULL;
}

/* Looks after signals meanwhile: a second one is an order. */
static void wait_or_exit(uint64_t timeout_ms)
{
    int signal = signals_wait(timeout_ms);
    if (signal == SIGTERM || signal == SIGINT)
        signals_exit(signal);
}

static void wait_until(uint64_t deadline_ns, const struct server *server)
{
    while (clock_monotonic_ns() < deadline_ns) {
        if (server != NULL && atomic_load(&server->open_requests) == 0)
            return;
        wait_or_exit(DRAIN_POLL_MS);
    }
}

static uint64_t deadline_after(uint64_t milliseconds)
{
    return clock_monotonic_ns() + milliseconds * NANOSECONDS_PER_MILLISECOND;
}

static int wait_for_order(void)
{
    int signal;
    while ((signal = signals_wait_forever()) == SIGHUP)
        log_warn("SIGHUP ignored: settings are read at the start only");
    return signal;
}

void server_run(struct server *server)
{
    const struct server_settings *settings = &server->config->server;
    log_info("shutting down", LOG_STRING("signal", signals_name(wait_for_order())),
             LOG_NUMBER("delayMs", settings->shutdown_delay_ms));
    atomic_store(&server->is_draining, true);
    wait_until(deadline_after(settings->shutdown_delay_ms), NULL);
    daemon_quiesce(&server->https);
    wait_until(deadline_after(settings->drain_timeout_ms), server);
    size_t open_requests = atomic_load(&server->open_requests);
    if (open_requests != 0)
        log_warn("requests cut off", LOG_NUMBER("requests", open_requests));
    signals_exit_at_once();
}

void server_free(struct server *server)
{
    if (server == NULL)
        return;
    daemon_stop(&server->https);
    daemon_stop(&server->plain);
    worker_release(server);
    certificate_release(&server->certificate);
    free(server->client_ca);
    free(server);
}

const char *server_address(const struct server *server)
{
    return server->https.socket.address;
}

const char *server_plain_address(const struct server *server)
{
    return server->plain.socket.address;
}

unsigned server_threads(const struct server *server)
{
    return server->threads;
}
