/* worker.h - the memory that a thread judges in, reused from request to request. */
#ifndef SERVER_WORKER_H
#define SERVER_WORKER_H

#include "base/arena.h"
#include "base/check.h"
#include "state.h"

MUST_CHECK bool worker_init(struct server *server);
void worker_release(struct server *server);

/* The arena of the calling thread, empty; released when the thread ends. NULL: no memory. */
MUST_CHECK struct arena *worker_arena(struct server *server, const struct config *config);

/* After a request of `body_bytes`: gives back what an unusually large one took. */
void worker_rest(struct arena *arena, size_t body_bytes);

#endif
