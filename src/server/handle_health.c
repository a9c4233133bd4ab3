#include "base/check.h"
#include "handlers.h"
#include "reply.h"

static bool answers(const struct server *server)
{
    (void)server;
    return true;
}

static bool stays(const struct server *server)
{
    return !atomic_load(&server->is_draining);
}

static bool has_certificate(const struct server *server)
{
    return !atomic_load(&server->awaits_certificate);
}

/* Named and written as the API server's own are. */
static const struct {
    const char *name;
    bool (*passes)(const struct server *server);
    const char *failure;
} checks[] = {
    {"ping", answers, ""},
    {"certificate", has_certificate, "the API server knows no CA of this server yet"},
    {"shutdown", stays, "shutting down"},
};

static bool put_checks(const struct server *server, struct buffer *out)
{
    bool is_ready = true;
    for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
        bool passes = checks[i].passes(server);
        is_ready = is_ready && passes;
        if (passes)
            buffer_printf(out, "[+]%s ok\n", checks[i].name);
        else
            buffer_printf(out, "[-]%s failed: %s\n", checks[i].name, checks[i].failure);
    }
    return is_ready;
}

static bool is_verbose(const struct request *request)
{
    return MHD_lookup_connection_value_n(request->connection, MHD_GET_ARGUMENT_KIND, "verbose",
                                         sizeof "verbose" - 1, NULL, NULL) == MHD_YES;
}

static enum MHD_Result send_text(const struct request *request, unsigned status,
                                 struct buffer *text)
{
    const struct reply reply = {.status = status, .content_type = reply_plain_text};
    enum MHD_Result result = reply_send(request, &reply, text);
    buffer_release(text);
    return result;
}

enum MHD_Result handle_livez(const struct request *request)
{
    struct buffer text = {0};
    buffer_put(&text, is_verbose(request) ? TEXT("[+]ping ok\nlivez check passed\n") : TEXT("ok"));
    return send_text(request, MHD_HTTP_OK, &text);
}

enum MHD_Result handle_readyz(const struct request *request)
{
    struct buffer text = {0};
    bool is_ready = put_checks(request->server, &text);
    buffer_printf(&text, "readyz check %s\n", is_ready ? "passed" : "failed");
    if (is_ready && !is_verbose(request)) {
        buffer_reset(&text);
        buffer_put(&text, TEXT("ok"));
    }
    return send_text(request, is_ready ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE, &text);
}
