/* server.h - the webhook: HTTPS for the API server, plain HTTP for probes. */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include "base/check.h"
#include "base/error.h"
#include "config/config.h"

struct server;

/* Listens and answers from then on, in threads of its own. `config` must outlive the server.
 * SIGPIPE and the signals of server_run must be held back (runtime/signals.h) before. NULL, with
 * the address or the file in `error`, if it cannot start. */
MUST_CHECK struct server *server_start(const struct config *config, struct error *error);

/* Waits for SIGTERM or SIGINT, then: not ready, but still serving, for shutdown_delay; then no new
 * connections, and open requests are answered for at most drain_timeout. A second signal ends the
 * process at once. */
void server_run(struct server *server);

/* Stops and releases everything. Accepts NULL. */
void server_free(struct server *server);

/* "127.0.0.1:8443", with the port that the system chose if 0 was asked for. */
const char *server_address(const struct server *server);

/* The same of the plain port; "" if there is none. */
const char *server_plain_address(const struct server *server);

unsigned server_threads(const struct server *server);

#endif
