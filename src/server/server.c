#include "server/server.h"

#include <signal.h>
#include <stdlib.h>

#include "daemon.h"
#include "reload.h"
#include "runtime/clock.h"
#include "runtime/cores.h"
#include "runtime/log.h"
#include "runtime/process.h"
#include "runtime/signals.h"
#include "state.h"
#include "worker.h"

enum { DRAIN_POLL_MS = 10, NANOSECONDS_PER_MILLISECOND = 1000000 };

static bool get_certificate(const struct tls_settings *tls, struct certificate *certificate,
                            struct error *error)
{
    if (tls->cert_file[0] != '\0')
        return certificate_load(tls->cert_file, tls->key_file, certificate, error);
    if (!certificate_make(certificate, error))
        return false;
    if (tls->mode == TLS_MODE_AUTO)
        return true;
    log_warn("no certificate is configured: a self-signed one was made for this run",
             LOG_STRING("sha256", certificate->fingerprint));
    return true;
}

static bool load_certificate(struct server *server, const struct tls_settings *tls,
                             struct error *error)
{
    struct certificate certificate;
    if (!get_certificate(tls, &certificate, error))
        return false;
    bool is_set = credential_store_set(&server->credentials, &certificate, error);
    atomic_store(&server->certificate_expiry, certificate.not_after);
    certificate_release(&certificate);
    return is_set;
}

/* libmicrohttpd asks clients for a certificate if it trusts somebody. Whom to trust is decided anew
 * for each request. */
static bool load_authority(struct server *server, const struct tls_settings *tls,
                           struct error *error)
{
    if (tls->client_ca_file[0] == '\0')
        return true;
    server->client_ca = certificate_load_authority(tls->client_ca_file, error);
    return server->client_ca != NULL;
}

static bool start_listener(struct server *server, struct listener *listener, enum entrance entrance,
                           const struct config *config, const char *address, struct error *error)
{
    listener->server = server;
    listener->entrance = entrance;
    return listen_open(address, &listener->socket, error) && daemon_start(listener, config, error);
}

static bool start(struct server *server, const struct config *config, struct error *error)
{
    if (!worker_init(server))
        return error_no_memory(error);
    if (!handshakes_begin(&server->handshakes, error) ||
        !load_certificate(server, &config->tls, error) ||
        !load_authority(server, &config->tls, error) ||
        !start_listener(server, &server->https, ENTRANCE_HTTPS, config, config->server.listen,
                        error))
        return false;
    if (config->metrics.listen[0] != '\0' && !start_listener(server, &server->plain, ENTRANCE_PLAIN,
                                                             config, config->metrics.listen, error))
        return false;
    return door_open(server, error);
}

/* With fewer descriptors connections would fail in the middle of something. */
static uint32_t max_connections_for(const struct server_settings *settings)
{
    enum { OTHERS = 64 + PLAIN_CONNECTIONS + 2 * CONNECTIONS_RESERVE };
    uint64_t wanted = settings->max_connections;
    uint64_t files = process_want_files(wanted + OTHERS);
    if (files >= wanted + OTHERS)
        return settings->max_connections;
    uint32_t possible = files > OTHERS ? (uint32_t)(files - OTHERS) : 1;
    log_warn("too few file descriptors for server.maxConnections", LOG_NUMBER("descriptors", files),
             LOG_NUMBER("connections", possible));
    return possible;
}

static unsigned threads_for(const struct server_settings *settings)
{
    return settings->threads != 0 ? settings->threads : cores_usable();
}

static void prepare(struct server *server, const struct config_source *source,
                    const struct config *config)
{
    server->source = *source;
    server->threads = threads_for(&config->server);
    server->max_connections = max_connections_for(&config->server);
    server->door.wake = -1;
    handshakes_init(&server->handshakes);
    connections_init(&server->https.connections);
    connections_init(&server->plain.connections);
    server->https.socket.fd = -1;
    server->plain.socket.fd = -1;
    fixed_settings_take(&server->fixed, config);
    server->is_given_certificates = config->tls.mode == TLS_MODE_AUTO;
    atomic_store(&server->awaits_certificate, server->is_given_certificates);
    credentials_serve(&server->credentials);
}

/* Reviews are answered without it. */
static void begin_audit(struct server *server)
{
    struct error error = {0};
    server->audit = background_audit_begin(server, &error);
    if (error.kind != ERROR_NONE)
        log_error("there is no audit", LOG_ERROR(&error));
}

static void begin_events(struct server *server)
{
    struct error error = {0};
    server->events = denial_events_begin(server, &error);
    if (error.kind != ERROR_NONE)
        log_error("there are no events", LOG_ERROR(&error));
}

struct server *server_start(struct config *config, const struct config_source *source,
                            struct error *error)
{
    struct server *server = calloc(1, sizeof *server);
    if (server == NULL) {
        error_no_memory(error);
        config_free(config);
        return NULL;
    }
    in_force_slot_init(&server->in_force);
    credential_store_init(&server->credentials);
    metrics_init(&server->metrics);
    metrics_learn(&server->metrics, config->policy);
    prepare(server, source, config);
    if (!in_force_set(&server->in_force, config, error)) {
        config_free(config);
    } else if (start(server, config, error)) {
        reload_begin(server);
        begin_audit(server);
        begin_events(server);
        return server;
    }
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

static size_t open_requests(const struct server *server)
{
    return atomic_load(&server->https.open_requests) + atomic_load(&server->plain.open_requests);
}

static bool is_never(struct server *server)
{
    (void)server;
    return false;
}

/* Clients that keep a connection do not know that we are about to close it: those that have asked
 * lately will find out by "Connection: close", the others are not about to ask. */
static bool is_drained(struct server *server)
{
    return door_is_closed(server) && open_requests(server) == 0 &&
           connections_are_quiet(&server->https.connections);
}

static void wait_until(uint64_t deadline_ns, struct server *server,
                       bool (*is_done)(struct server *server))
{
    while (clock_monotonic_ns() < deadline_ns && !is_done(server))
        wait_or_exit(DRAIN_POLL_MS);
}

static uint64_t deadline_after(uint64_t milliseconds)
{
    return clock_monotonic_ns() + milliseconds * NANOSECONDS_PER_MILLISECOND;
}

static struct server_settings settings_of(struct server *server)
{
    struct in_force *in_force = in_force_hold(&server->in_force);
    struct server_settings settings = in_force->config->server;
    in_force_release(in_force);
    return settings;
}

/* Looks after the files meanwhile. */
static int wait_for_order(struct server *server)
{
    for (;;) {
        uint64_t interval_ms = settings_of(server).reload_interval_ms;
        int signal = interval_ms != 0 ? signals_wait(interval_ms) : signals_wait_forever();
        if (signal == SIGTERM || signal == SIGINT)
            return signal;
        reload_look(server);
    }
}

void server_run(struct server *server)
{
    const char *order = signals_name(wait_for_order(server));
    log_info("shutting down", LOG_STRING("signal", order),
             LOG_NUMBER("delayMs", settings_of(server).shutdown_delay_ms));
    atomic_store(&server->is_draining, true);
    background_audit_cease(server->audit);
}

void server_drain(struct server *server)
{
    struct server_settings settings = settings_of(server);
    wait_until(deadline_after(settings.shutdown_delay_ms), server, is_never);
    door_close_https(server);
    wait_until(deadline_after(settings.drain_timeout_ms), server, is_drained);
    size_t count = open_requests(server);
    if (count != 0)
        log_warn("requests cut off", LOG_NUMBER("requests", count));
    signals_exit_at_once();
}

void server_free(struct server *server)
{
    if (server == NULL)
        return;
    door_stop(server);
    handshakes_end(&server->handshakes);
    daemon_stop(&server->https);
    daemon_stop(&server->plain);
    background_audit_end(server->audit);
    denial_events_end(server->events);
    listen_close(&server->https.socket);
    listen_close(&server->plain.socket);
    connections_release(&server->https.connections);
    connections_release(&server->plain.connections);
    handshakes_release(&server->handshakes);
    worker_release(server);
    credentials_serve(NULL);
    credential_store_release(&server->credentials);
    in_force_slot_release(&server->in_force);
    metrics_release(&server->metrics);
    free(server->client_ca);
    free(server);
}

bool server_collect(struct server *server, exposition_collector *collect, void *closure)
{
    size_t count = atomic_load(&server->collector_count);
    if (count == MAX_COLLECTORS)
        return false;
    server->collectors[count] = (struct collector){collect, closure};
    atomic_store(&server->collector_count, count + 1);
    return true;
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
