#include "handlers.h"
#include "metrics.h"
#include "reply.h"

enum MHD_Result handle_metrics(const struct request *request)
{
    const struct reply reply = {.status = MHD_HTTP_OK, .content_type = exposition_content_type};
    struct buffer text = {0};
    metrics_put(request->server, &text);
    enum MHD_Result result = reply_send(request, &reply, &text);
    buffer_release(&text);
    return result;
}
