/* request.h - one HTTP request, from its headers to the end of its answer. */
#ifndef SERVER_REQUEST_H
#define SERVER_REQUEST_H

#include <microhttpd.h>

#include "body.h"
#include "route.h"
#include "state.h"

struct request {
    struct listener *listener;
    struct server *server;
    struct in_force *in_force; /* as of the beginning */
    struct MHD_Connection *connection;
    struct connection *peer;   /* the same connection, as we know it */
    const struct route *asked; /* by its path; NULL: unknown */
    const struct route *route; /* NULL: it was refused */
    struct text environment;   /* from the path, a name of the policy; empty: none */
    struct body body;
};

/* MHD_AccessHandlerCallback; the closure is a struct listener, the state a struct request. */
enum MHD_Result request_handle(void *closure, struct MHD_Connection *connection, const char *url,
                               const char *method, const char *version, const char *chunk,
                               size_t *chunk_bytes, void **state);

/* The callback of MHD_OPTION_URI_LOG_CALLBACK: the first line of a request has come. */
void *request_expect(void *closure, const char *uri, struct MHD_Connection *connection);

/* MHD_RequestCompletedCallback, with the same closure. */
void request_end(void *closure, struct MHD_Connection *connection, void **state,
                 enum MHD_RequestTerminationCode reason);

#endif
