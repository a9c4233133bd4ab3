/* daemon.h - libmicrohttpd, set up for one port. */
#ifndef SERVER_DAEMON_H
#define SERVER_DAEMON_H

#include "base/check.h"
#include "base/error.h"
#include "state.h"

/* Answers by `config`, as far as it cannot change, what is added to it from then on. */
MUST_CHECK bool daemon_start(struct listener *listener, const struct config *config,
                             struct error *error);

/* Ends all connections and threads. */
void daemon_stop(struct listener *listener);

#endif
