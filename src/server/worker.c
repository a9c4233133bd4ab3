#include "worker.h"

#include <malloc.h>
#include <stdlib.h>

enum {
    /* An object that is a list of the smallest containers ("{}," has 3 bytes) takes about 100 times
     * its size, a real one less than its own. So an arena of 4 times the largest request leaves
     * room for every real object, and a hostile one ends as a denial before it takes the
     * container's memory. */
    ARENA_FACTOR = 4,

    /* What a thread keeps between requests: more than 99 of 100 need. */
    KEPT_BYTES = 1 << 20,

    /* Larger ones are rare, and what many of them leave nobody needs again. */
    LARGE_BODY_BYTES = 512 << 10,
};

static void free_arena(void *arena)
{
    arena_release(arena);
    free(arena);
}

bool worker_init(struct server *server)
{
    server->has_worker_key = pthread_key_create(&server->worker_key, free_arena) == 0;
    return server->has_worker_key;
}

void worker_release(struct server *server)
{
    if (server->has_worker_key)
        pthread_key_delete(server->worker_key);
    server->has_worker_key = false;
}

static struct arena *new_arena(struct server *server)
{
    struct arena *arena = malloc(sizeof *arena);
    if (arena == NULL)
        return NULL;
    arena_init(arena, 0);
    if (pthread_setspecific(server->worker_key, arena) == 0)
        return arena;
    free(arena);
    return NULL;
}

struct arena *worker_arena(struct server *server, const struct config *config)
{
    struct arena *arena = pthread_getspecific(server->worker_key);
    if (arena == NULL)
        arena = new_arena(server);
    if (arena == NULL)
        return NULL;
    arena_reset(arena);
    arena->max_bytes = (size_t)config->server.max_request_bytes * ARENA_FACTOR;
    return arena;
}

void worker_rest(struct server *server, struct arena *arena, size_t body_bytes)
{
    if (arena->used_bytes > KEPT_BYTES)
        arena_release(arena);
    else
        arena_reset(arena);
    if (body_bytes > LARGE_BODY_BYTES)
        atomic_store_explicit(&server->had_large_body, true, memory_order_relaxed);
}

/* A tree of JSON takes up to 250 times the bytes that it was read from, in small pieces, and glibc
 * keeps those for ever unless it is told. Telling takes milliseconds, which no request should wait.
 */
void worker_give_back(struct server *server)
{
    if (atomic_exchange_explicit(&server->had_large_body, false, memory_order_relaxed))
        malloc_trim(0);
}
