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

/* After a request of `body_bytes`: the arena shrinks if it was an unusually large one. */
void worker_rest(struct server *server, struct arena *arena, size_t body_bytes);

/* Now and then, by a thread that serves nobody: gives the system back what large requests took. */
void worker_give_back(struct server *server);

#endif
