#include "request.h"

#include <stdlib.h>

#include "base/escape.h"
#include "base/limits.h"
#include "client.h"
#include "headers.h"
#include "reply.h"
#include "runtime/log.h"

static enum MHD_Result refuse_path(const struct request *request, unsigned entrance,
                                   struct text path)
{
    struct buffer message = {0};
    buffer_put(&message, TEXT("no such path \""));
    escape_for_terminal(&message, path, LIMIT_QUOTED_BYTES);
    buffer_put(&message, TEXT("\"; there are "));
    route_put_paths(entrance, &message);
    enum MHD_Result result = reply_failure(request, MHD_HTTP_NOT_FOUND, buffer_text(&message));
    buffer_release(&message);
    return result;
}

static enum MHD_Result refuse_method(const struct request *request, const struct route *route)
{
    const struct reply reply = {
        .status = MHD_HTTP_METHOD_NOT_ALLOWED, .content_type = reply_json, .allow = route->methods};
    struct buffer message = {0};
    buffer_printf(&message, "this path takes %s only", route->methods);
    enum MHD_Result result = reply_error(request, &reply, buffer_text(&message));
    buffer_release(&message);
    return result;
}

/* Those that there are would tell more than was asked. */
static enum MHD_Result refuse_environment(const struct request *request, struct text name)
{
    struct buffer message = {0};
    buffer_put(&message, TEXT("no environment \""));
    escape_for_terminal(&message, name, LIMIT_QUOTED_BYTES);
    buffer_put(&message, TEXT("\""));
    enum MHD_Result result = reply_failure(request, MHD_HTTP_NOT_FOUND, buffer_text(&message));
    buffer_release(&message);
    return result;
}

static enum MHD_Result refuse_size(const struct request *request)
{
    const struct reply reply = {
        .status = MHD_HTTP_CONTENT_TOO_LARGE, .content_type = reply_json, .is_last = true};
    struct buffer message = {0};
    buffer_printf(&message, "the body is larger than %zu bytes (server.maxRequestBytes)",
                  request->body.bytes.max_bytes);
    enum MHD_Result result = reply_error(request, &reply, buffer_text(&message));
    buffer_release(&message);
    return result;
}

static enum MHD_Result refuse_client(const struct request *request, const struct error *error)
{
    static struct log_limit limit;
    uint64_t left_out;
    if (log_limit_allows(&limit, &left_out))
        log_warn("client refused", LOG_ERROR(error), LOG_NUMBER("leftOut", left_out));
    return reply_failure(request, MHD_HTTP_FORBIDDEN, text_from_string(error->text));
}

static bool may_ask(const struct request *request, struct error *error)
{
    const struct in_force *in_force = request->in_force;
    return in_force->client_authority == NULL ||
           client_is_admitted(request->connection, in_force->client_authority,
                              &in_force->config->tls.client_names, error);
}

/* What a request with a review must be before its body is read. Who may not ask learns nothing
 * else. */
static enum MHD_Result admit_review(struct request *request, const struct route_match *match)
{
    const struct policy *policy = request->in_force->config->policy;
    const struct environment *environment = policy_find_environment(policy, match->segment);
    struct error error = {0};
    if (!may_ask(request, &error))
        return refuse_client(request, &error);
    if (match->route->has_environment && environment == NULL)
        return refuse_environment(request, match->segment);
    if (!headers_say_json(request->connection))
        return reply_failure(request, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
                             TEXT("the Content-Type must be application/json"));
    if (headers_content_length(request->connection) > request->body.bytes.max_bytes)
        return refuse_size(request);
    if (environment != NULL)
        request->environment = environment->name;
    request->route = match->route;
    return MHD_YES;
}

/* Sets the route, or answers with a refusal: the rest of such a request is not read. */
static enum MHD_Result admit(struct request *request, unsigned entrance, const char *method,
                             const char *url)
{
    struct text path = text_from_string(url);
    struct route_match match = route_find(entrance, text_from_string(method), path);
    request->asked = match.route;
    if (!headers_frame_body(request->connection))
        return reply_failure(request, MHD_HTTP_BAD_REQUEST,
                             TEXT("the headers do not say clearly where the body ends"));
    if (match.result == ROUTE_UNKNOWN)
        return refuse_path(request, entrance, path);
    if (match.result == ROUTE_WRONG_METHOD)
        return refuse_method(request, match.route);
    if (match.route->takes_review)
        return admit_review(request, &match);
    request->route = match.route;
    return MHD_YES;
}

/* A connection that is closed over an unread body takes the answer with it: the client gets a reset
 * instead. So a refusal waits for the end of the body, except where reading on would do harm or the
 * client asked first. */
static bool is_admitted_at_once(const struct request *request)
{
    struct MHD_Connection *connection = request->connection;
    return request->in_force->client_authority != NULL || headers_expect_continue(connection) ||
           !headers_frame_body(connection) ||
           body_would_be_endless(&request->body, headers_content_length(connection));
}

static struct request *begin(struct listener *listener, struct MHD_Connection *connection)
{
    struct server *server = listener->server;
    struct connection *peer = connection_of(connection);
    struct request *request = peer != NULL ? calloc(1, sizeof *request) : NULL;
    if (request == NULL)
        return NULL;
    connection_enter(peer, PHASE_BODY);
    request->peer = peer;
    request->listener = listener;
    request->server = server;
    request->connection = connection;
    request->in_force = in_force_hold(&server->in_force);
    body_init(&request->body, request->in_force->config->server.max_request_bytes,
              &server->body_bytes);
    atomic_fetch_add(&listener->open_requests, 1);
    return request;
}

/* An answer cannot be queued before the body has ended, so one that does not end has none. */
static enum MHD_Result receive(struct request *request, struct text chunk)
{
    connection_note_received(request->peer, chunk.len);
    body_add(&request->body, chunk);
    if (!body_is_endless(&request->body))
        return MHD_YES;
    metrics_count_shed(&request->server->metrics, SHED_ENDLESS_BODY);
    return MHD_NO;
}

static enum MHD_Result answer(const struct request *request)
{
    if (request->peer->is_surplus && request->route->takes_review)
        return reply_busy(request, TEXT("too many connections"));
    switch (request->body.state) {
    case BODY_FITS:
        return request->route->handle(request);
    case BODY_TOO_LARGE:
        return refuse_size(request);
    case BODY_NO_ROOM:
        break;
    }
    metrics_count_shed(&request->server->metrics, SHED_BODY_BYTES);
    return reply_busy(request, TEXT("too many large requests at the same time"));
}

static enum MHD_Result finish(struct request *request, unsigned entrance, const char *method,
                              const char *url)
{
    connection_enter(request->peer, PHASE_ANSWER);
    if (request->route != NULL)
        return answer(request);
    enum MHD_Result refused = admit(request, entrance, method, url);
    return request->route != NULL ? answer(request) : refused;
}

/* NOLINTNEXTLINE(readability-function-size): libmicrohttpd counts the parameters. */
enum MHD_Result request_handle(void *closure, struct MHD_Connection *connection, const char *url,
                               const char *method, const char *version, const char *chunk,
                               size_t *chunk_bytes, void **state)
{
    struct listener *listener = closure;
    struct request *request = *state;
    (void)version;
    if (request == NULL) {
        *state = request = begin(listener, connection);
        if (request == NULL || !is_admitted_at_once(request))
            return request != NULL ? MHD_YES : MHD_NO;
        return admit(request, listener->entrance, method, url);
    }
    if (*chunk_bytes == 0)
        return finish(request, listener->entrance, method, url);
    struct text received = {chunk, *chunk_bytes};
    *chunk_bytes = 0;
    return receive(request, received);
}

void *request_expect(void *closure, const char *uri, struct MHD_Connection *connection)
{
    struct connection *peer = connection_of(connection);
    (void)closure;
    (void)uri;
    if (peer != NULL && atomic_load(&peer->phase) == PHASE_IDLE)
        connection_enter(peer, PHASE_HEADERS);
    return NULL;
}

void request_end(void *closure, struct MHD_Connection *connection, void **state,
                 enum MHD_RequestTerminationCode reason)
{
    struct request *request = *state;
    (void)closure;
    (void)connection;
    (void)reason;
    if (request == NULL)
        return;
    connection_enter(request->peer, PHASE_IDLE);
    body_release(&request->body);
    in_force_release(request->in_force);
    atomic_fetch_sub(&request->listener->open_requests, 1);
    free(request);
    *state = NULL;
}
