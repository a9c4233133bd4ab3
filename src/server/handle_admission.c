#include "admission/admission.h"
#include "decision_log.h"
#include "handlers.h"
#include "reply.h"
#include "runtime/clock.h"
#include "runtime/log.h"
#include "worker.h"

static enum MHD_Result no_memory(const struct request *request)
{
    static struct log_limit limit;
    uint64_t left_out;
    if (log_limit_allows(&limit, &left_out))
        log_error("a review could not be answered: out of memory", LOG_NUMBER("leftOut", left_out));
    return reply_failure(request, MHD_HTTP_INTERNAL_SERVER_ERROR,
                         TEXT("release-gate is out of memory"));
}

static enum MHD_Result send_answer(const struct request *request, struct buffer *answer)
{
    const struct reply reply = {.status = MHD_HTTP_OK, .content_type = reply_json};
    return reply_send(request, &reply, answer);
}

static enum admission_result judge(const struct request *request, struct arena *arena,
                                   struct buffer *answer, struct error *error)
{
    const struct config *config = request->in_force->config;
    const struct admission_context context = {
        .question = request->route->question,
        .environment = request->environment,
        .today = clock_today(),
    };
    struct admission admission;
    uint64_t started_ns = clock_monotonic_ns();
    enum admission_result result =
        admission_answer(config->policy, &context, buffer_text(&request->body.bytes), arena,
                         &admission, answer, error);
    if (result == ADMISSION_ANSWERED) {
        uint64_t duration_ns = clock_monotonic_ns() - started_ns;
        metrics_count_review(&request->server->metrics, config->policy, &admission, duration_ns);
        decision_log(&config->logging, &admission, duration_ns);
        denial_events_take(request->server->events, config->policy, &admission);
    }
    admission_release(&admission);
    return result;
}

static enum MHD_Result answer_review(const struct request *request, struct arena *arena)
{
    struct buffer answer = {0};
    struct error error = {0};
    enum MHD_Result result = MHD_NO;
    switch (judge(request, arena, &answer, &error)) {
    case ADMISSION_ANSWERED:
        result = send_answer(request, &answer);
        break;
    case ADMISSION_BAD_REQUEST:
        result = reply_failure(request, MHD_HTTP_BAD_REQUEST, text_from_string(error.text));
        break;
    case ADMISSION_FAILED:
        result = no_memory(request);
        break;
    }
    buffer_release(&answer);
    return result;
}

enum MHD_Result handle_admission(const struct request *request)
{
    struct arena *arena = worker_arena(request->server, request->in_force->config);
    if (arena == NULL)
        return no_memory(request);
    enum MHD_Result result = answer_review(request, arena);
    worker_rest(request->server, arena, request->body.bytes.len);
    return result;
}
