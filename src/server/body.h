/* body.h - a request's body as it arrives, within the limits of one request and of all. */
#ifndef SERVER_BODY_H
#define SERVER_BODY_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"

enum body_state {
    BODY_FITS,
    BODY_TOO_LARGE, /* over the limit for one request */
    BODY_NO_ROOM,   /* over the limit for all requests, or no memory */
};

/* What is in `bytes` is whole only while `state` is BODY_FITS; else it is empty. */
struct body {
    struct buffer bytes;
    enum body_state state;
    uint64_t received;    /* also what was thrown away */
    size_t counted;       /* bytes of this body in `*total` */
    atomic_size_t *total; /* bytes of all bodies in memory */
    uint64_t max_total_bytes;
};

/* How many bytes all bodies together may take: a fixed number of the largest ones, so that many
 * clients that send slowly cannot take all memory. */
uint64_t body_max_total(uint64_t max_bytes);

void body_init(struct body *body, uint64_t max_bytes, atomic_size_t *total);
void body_release(struct body *body);

/* Past a limit the chunk is thrown away, with all that came before. */
void body_add(struct body *body, struct text chunk);

/* True for a body that goes on long after it was too large: it is not worth an answer. */
bool body_is_endless(const struct body *body);

/* The same for one that a Content-Length announces. */
bool body_would_be_endless(const struct body *body, uint64_t announced);

#endif
