#include "reply.h"

#include <stdlib.h>

#include "base/escape.h"
#include "runtime/log.h"

const char reply_json[] = "application/json";
const char reply_plain_text[] = "text/plain; charset=utf-8";

/* metav1.StatusReason (k8s.io/apimachinery/pkg/apis/meta/v1/types.go). */
static const struct {
    unsigned status;
    const char *reason;
} reasons[] = {
    {MHD_HTTP_BAD_REQUEST, "BadRequest"},
    {MHD_HTTP_FORBIDDEN, "Forbidden"},
    {MHD_HTTP_NOT_FOUND, "NotFound"},
    {MHD_HTTP_METHOD_NOT_ALLOWED, "MethodNotAllowed"},
    {MHD_HTTP_CONTENT_TOO_LARGE, "RequestEntityTooLarge"},
    {MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType"},
    {MHD_HTTP_INTERNAL_SERVER_ERROR, "InternalError"},
    {MHD_HTTP_SERVICE_UNAVAILABLE, "ServiceUnavailable"},
};

static const char *reason_of(unsigned status)
{
    for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
        if (reasons[i].status == status)
            return reasons[i].reason;
    }
    return "Unknown";
}

static bool add_header(struct MHD_Response *response, const char *name, const char *value)
{
    return value == NULL || MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool add_headers(struct MHD_Response *response, const struct reply *reply, bool is_last)
{
    return add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->content_type) &&
           add_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store") &&
           add_header(response, "X-Content-Type-Options", "nosniff") &&
           add_header(response, MHD_HTTP_HEADER_ALLOW, reply->allow) &&
           add_header(response, MHD_HTTP_HEADER_RETRY_AFTER, reply->retry_after) &&
           add_header(response, MHD_HTTP_HEADER_CONNECTION, is_last ? "close" : NULL);
}

static struct MHD_Response *make_response(struct buffer *content)
{
    size_t len = 0;
    char *bytes = buffer_take(content, &len);
    if (bytes == NULL)
        return NULL;
    struct MHD_Response *response =
        MHD_create_response_from_buffer_with_free_callback(len, bytes, free);
    if (response == NULL)
        free(bytes);
    return response;
}

enum MHD_Result reply_send(const struct request *request, const struct reply *reply,
                           struct buffer *content)
{
    struct MHD_Response *response = make_response(content);
    bool is_last =
        reply->is_last || request->peer->is_surplus || atomic_load(&request->server->is_draining);
    enum MHD_Result result = MHD_NO;
    if (response != NULL && add_headers(response, reply, is_last))
        result = MHD_queue_response(request->connection, reply->status, response);
    if (result == MHD_YES)
        metrics_count_response(&request->server->metrics, request->asked, reply->status);
    if (response != NULL)
        MHD_destroy_response(response);
    return result;
}

static void put_status(struct buffer *out, unsigned status, struct text message)
{
    buffer_put(out, TEXT("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
                         "\"status\":\"Failure\",\"message\":"));
    escape_for_json(out, message);
    buffer_printf(out, ",\"reason\":\"%s\",\"code\":%u}\n", reason_of(status), status);
}

enum MHD_Result reply_error(const struct request *request, const struct reply *reply,
                            struct text message)
{
    struct buffer content = {0};
    log_debug("request refused", LOG_NUMBER("status", reply->status), LOG_TEXT("error", message));
    put_status(&content, reply->status, message);
    enum MHD_Result result = reply_send(request, reply, &content);
    buffer_release(&content);
    return result;
}

enum MHD_Result reply_failure(const struct request *request, unsigned status, struct text message)
{
    const struct reply reply = {.status = status, .content_type = reply_json};
    return reply_error(request, &reply, message);
}

enum MHD_Result reply_busy(const struct request *request, struct text message)
{
    const struct reply reply = {.status = MHD_HTTP_SERVICE_UNAVAILABLE,
                                .content_type = reply_json,
                                .retry_after = "1",
                                .is_last = true};
    return reply_error(request, &reply, message);
}
