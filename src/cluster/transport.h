/* transport.h - one attempt at one request, with libcurl. */
#ifndef CLUSTER_TRANSPORT_H
#define CLUSTER_TRANSPORT_H

#include <stdatomic.h>

#include "access.h"
#include "base/buffer.h"
#include "plugin.h"

struct transport;

/* What was borrowed must outlive it: `is_cancelled` ends an attempt from another thread. */
struct transport_options {
    const struct access *access;
    uint64_t timeout_ms;
    const atomic_bool *is_cancelled;
};

/* NULL, with the reason, if libcurl cannot do what the access needs. */
MUST_CHECK struct transport *transport_new(const struct transport_options *options,
                                           struct error *error);
void transport_free(struct transport *transport);

/* What came of an attempt. */
struct attempt {
    unsigned status;        /* 0: there was no answer */
    struct buffer body;     /* the caller's to release; as long as it was received */
    uint64_t retry_after_s; /* 0: not said */
    bool was_sent;          /* something of the request may have arrived */
    bool is_hopeless;       /* another attempt cannot end otherwise */
    bool is_too_large;      /* the body is longer than the request's max_bytes */
    char problem[256];      /* why there was no answer, or no whole one; empty: all is well */
};

/* `credentials` are those of a plugin; what they hold wins over the access. `attempt` is the
 * caller's to release. False when there is no memory or the token cannot be read. */
MUST_CHECK bool transport_try(struct transport *transport, const struct cluster_request *request,
                              const struct plugin_credentials *credentials, struct attempt *attempt,
                              struct error *error);

const char *transport_method_name(enum cluster_method method);

#endif
