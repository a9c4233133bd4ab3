/* metrics.h - what the server counts, and how it tells it: docs/metrics.md. */
#ifndef SERVER_METRICS_H
#define SERVER_METRICS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "admission/admission.h"
#include "counters.h"
#include "histogram.h"
#include "label_names.h"
#include "route.h"
#include "runtime/exposition.h"

struct server;

/* Why the server did not do what a client wanted, to be able to go on. */
enum shed_reason {
    SHED_BODY_BYTES, /* too many large bodies at the same time */
    SHED_ENDLESS_BODY,
    SHED_SLOW_HEADERS,
    SHED_SLOW_BODY,
    SHED_SLOW_READER,
    SHED_CONNECTIONS,
    SHED_ADDRESS_CONNECTIONS,
    SHED_DESCRIPTORS, /* there was none for a new connection; counts pauses, not connections */
    SHED_REASON_COUNT,
};

/* All zeros counts; metrics_init gives names to the labels. */
struct metrics {
    struct label_names environments;
    struct label_names kinds;
    struct label_names exemptions;
    struct counters reviews;     /* environment, kind, operation, decision, dry run */
    struct counters findings;    /* environment, rule, outcome */
    struct counters responses;   /* route, status */
    struct counters exempted;    /* exemption, whether it had expired */
    struct counters break_glass; /* environment, dry run */
    struct histogram review_duration;
    atomic_uint_fast64_t failures; /* objects that could not be judged */
    atomic_uint_fast64_t tls_failures;
    atomic_uint_fast64_t shed[SHED_REASON_COUNT];
    uint64_t started_s; /* since 1970 */
};

void metrics_init(struct metrics *metrics);
void metrics_release(struct metrics *metrics);

/* The names in `policy` are labels from now on. By one thread at a time. */
void metrics_learn(struct metrics *metrics, const struct policy *policy);

void metrics_count_review(struct metrics *metrics, const struct policy *policy,
                          const struct admission *admission, uint64_t duration_ns);

/* `route` may be NULL. */
void metrics_count_response(struct metrics *metrics, const struct route *route, unsigned status);
void metrics_count_shed(struct metrics *metrics, enum shed_reason reason);

/* Appends all families, then those of the collectors. */
void metrics_put(struct server *server, struct buffer *out);

/* The families in their order; NULL behind the last. */
const struct metric_family *metrics_family(size_t index);

#endif
