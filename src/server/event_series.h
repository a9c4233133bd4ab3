/* event_series.h - denials that are equal, as one Event (api/core/v1) that counts them. */
#ifndef SERVER_EVENT_SERIES_H
#define SERVER_EVENT_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/check.h"

enum {
    EVENT_MAX_SERIES = 128,
    EVENT_MESSAGE_BYTES = 1024, /* as the API server takes them in events.k8s.io/v1 */
    EVENT_BURST = 25,           /* requests that may follow each other */
    EVENT_PAUSE_MS = 1000,      /* then one in this time */
    EVENT_REPEAT_MS = 10000,    /* a series that goes on is written no sooner again */
};

/* A denial, cut to what Kubernetes' names can be. NUL-terminated; "" is not known. */
struct denial {
    char namespace[64];
    char api_version[328];
    char kind[64];
    char name[254];
    char message[EVENT_MESSAGE_BYTES];
};

struct event_series {
    struct denial denial;
    uint64_t hash;
    uint64_t count;         /* 0: not in use */
    uint64_t written_count; /* what the cluster knows, or was told in vain */
    uint64_t written_ms;    /* when, by a clock that never goes back */
    uint64_t turn;          /* who began to wait first is written first */
    uint64_t first_s;       /* since 1970 */
    uint64_t last_s;
    bool exists; /* the Event is in the cluster */
};

/* All that a server remembers, of one thread. `= {.seed = ...}` is an empty one; seeds differ from
 * server to server, so that no two write the same Event. */
struct event_table {
    struct event_series items[EVENT_MAX_SERIES];
    uint64_t seed;
    uint64_t turns;    /* that were given away */
    uint64_t spent_ms; /* the rate limit: until when what was written has used it up */
};

/* Counts a denial. Another series takes the place of the one that was written before all others.
 * False if there is no room for another series: all of them wait to be written. */
MUST_CHECK bool event_table_add(struct event_table *table, const struct denial *denial,
                                uint64_t now_s);

/* What is to be written now; NULL: nothing, and `*wait_ms` is how long that stays so (UINT64_MAX:
 * until the next denial). At the end of the program (`is_last`) nothing waits for its time. */
struct event_series *event_table_next(struct event_table *table, uint64_t now_ms, bool is_last,
                                      uint64_t *wait_ms);

/* After it was told to the cluster; `exists`: the Event is there. */
void event_series_wrote(struct event_table *table, struct event_series *series, uint64_t now_ms,
                        bool exists);

/* The Event is not in the cluster any more (they live for an hour): the series begins anew with
 * what was not written yet. */
void event_series_renew(struct event_series *series);

/* The path to write to, and what: a new Event, or what changes in one that exists. */
void event_series_put_path(const struct event_series *series, struct buffer *out);
void event_series_put(const struct event_series *series, struct buffer *out);

#endif
