/* server.h - the webhook: HTTPS for the API server, plain HTTP for probes. */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include "base/check.h"
#include "base/error.h"
#include "config/config.h"
#include "runtime/exposition.h"

struct server;

/* Where the configuration comes from, to be read anew while the server runs. */
struct config_source {
    const char *file; /* what it is read from; NULL: none */
    /* Never NULL itself. NULL, with all that is wrong in `errors`. The result is the server's. */
    struct config *(*load)(void *closure, struct error_list *errors);
    /* Called with what is in force from now on; may be NULL. */
    void (*loaded)(void *closure, const struct config *config);
    void *closure;
};

/* Listens and answers from then on, in threads of its own. Takes `config` and frees it, also on
 * failure; what `source` points to must outlive the server. SIGPIPE and the signals of server_run
 * must be held back (runtime/signals.h) before. NULL, with the address or the file in `error`, if
 * it cannot start. */
MUST_CHECK struct server *server_start(struct config *config, const struct config_source *source,
                                       struct error *error);

/* Reads configuration and certificate anew when their files have changed, at SIGHUP at once. Waits
 * for SIGTERM or SIGINT; from then on not ready, and without an audit. */
void server_run(struct server *server);

/* After server_run: still serving for shutdown_delay; then no new connections, and open requests
 * are answered for at most drain_timeout. A second signal ends the process at once, with 128 and
 * its number as the exit status. */
void server_drain(struct server *server);

/* With tls.mode auto, from any one thread: a certificate that API servers trust by now, for the
 * handshakes that begin from now on. PEM, leaf first. Before the first one the server is not ready,
 * and shows a self-signed one that nobody trusts. On failure what was in force stays. */
MUST_CHECK bool server_take_certificate(struct server *server, const char *chain, const char *key,
                                        struct error *error);

/* Adds families to GET /metrics, at any time. The closure must outlive the server; by one thread at
 * a time. False: there are too many collectors. */
MUST_CHECK bool server_collect(struct server *server, exposition_collector *collect, void *closure);

/* Stops and releases everything. Accepts NULL. */
void server_free(struct server *server);

/* "127.0.0.1:8443", with the port that the system chose if 0 was asked for. */
const char *server_address(const struct server *server);

/* The same of the plain port; "" if there is none. */
const char *server_plain_address(const struct server *server);

unsigned server_threads(const struct server *server);

#endif
