#include "body.h"

enum {
    /* With the default of 8 MiB for one: 64 MiB, a quarter of what the manifests give a container.
     * A review is a few KiB, so that this many of the largest are hardly ever seen together. */
    LARGEST_BODIES_TOGETHER = 8,

    /* A client that sent twice what is accepted would have had its answer by now. */
    ENDLESS_FACTOR = 2,
};

uint64_t body_max_total(uint64_t max_bytes)
{
    return max_bytes * LARGEST_BODIES_TOGETHER;
}

void body_init(struct body *body, uint64_t max_bytes, atomic_size_t *total)
{
    *body = (struct body){.total = total, .max_total_bytes = body_max_total(max_bytes)};
    buffer_init(&body->bytes, (size_t)max_bytes);
}

void body_release(struct body *body)
{
    if (body->total != NULL)
        atomic_fetch_sub(body->total, body->counted);
    body->counted = 0;
    buffer_release(&body->bytes);
}

static void give_up(struct body *body, enum body_state state)
{
    body_release(body);
    body->state = state;
}

/* Counts before it takes, so that threads cannot pass the limit together. */
static bool count(struct body *body, size_t bytes)
{
    body->counted += bytes;
    return atomic_fetch_add(body->total, bytes) + bytes <= body->max_total_bytes;
}

void body_add(struct body *body, struct text chunk)
{
    body->received += chunk.len;
    if (body->state != BODY_FITS)
        return;
    if (body->received > body->bytes.max_bytes) {
        give_up(body, BODY_TOO_LARGE);
        return;
    }
    if (count(body, chunk.len))
        buffer_put(&body->bytes, chunk);
    else
        body->bytes.failed = true;
    if (body->bytes.failed)
        give_up(body, BODY_NO_ROOM);
}

static bool is_endless(const struct body *body, uint64_t bytes)
{
    return bytes / ENDLESS_FACTOR > body->bytes.max_bytes;
}

bool body_is_endless(const struct body *body)
{
    return is_endless(body, body->received);
}

bool body_would_be_endless(const struct body *body, uint64_t announced)
{
    return is_endless(body, announced);
}
