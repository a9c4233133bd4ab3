#include "answer.h"

#include <stdio.h>
#include <string.h>

#include "base/escape.h"
#include "core/json_node.h"
#include "core/wanted.h"
#include "document/json.h"

enum {
    MAX_CONTAINERS = 1000000, /* objects and lists in one answer; json-c takes 700 bytes for each */
    MAX_QUOTED_BYTES = 300,
    MAX_FOREIGN_BYTES = 80,
    MAX_PATH_BYTES = 160,
    STATUS_OK_FROM = 200,
    STATUS_OK_TO = 299,
};

static bool read_json(struct text body, struct json_object **root, struct error *error)
{
    const struct json_selection all = {.wanted = &wanted_whole, .max_containers = MAX_CONTAINERS};
    return json_read_selection(body, &all, root, error);
}

/* What was asked, for the beginning of a message: "GET /api/v1/pods". Without the query, which says
 * nothing to a reader. */
static bool fail(const struct cluster_request *request, const char *server, enum error_kind kind,
                 struct text what, struct error *error)
{
    struct text path = text_from_string(request->path);
    path = text_slice(path, 0, text_find(path, '?'));
    error_set(error, kind, "%s %.*s: %.*s", transport_method_name(request->method),
              TEXT_ARGS(text_slice(path, 0, MAX_PATH_BYTES)), TEXT_ARGS(what));
    if (error != NULL)
        snprintf(error->source, sizeof error->source, "%s", server);
    return false;
}

static bool fail_with(const struct cluster_request *request, const char *server,
                      enum error_kind kind, struct buffer *what, struct error *error)
{
    fail(request, server, kind, buffer_text(what), error);
    buffer_release(what);
    return false;
}

/* Harmless for a terminal, but with the quotes as they are: a message is no quoted value. */
static void put_message(struct text message, struct buffer *out)
{
    struct text rest = text_slice(message, 0, MAX_QUOTED_BYTES);
    while (rest.ptr != NULL) {
        escape_for_terminal(out, text_cut(&rest, '"'), 0);
        if (rest.ptr != NULL)
            buffer_put_char(out, '"');
    }
}

/* A Status says it in words; what is none comes from a proxy, most likely. */
static void put_reason(struct text body, struct json_object *root, struct buffer *out)
{
    if (text_equal(json_member_text(root, "kind"), TEXT("Status"))) {
        put_message(json_member_text(root, "message"), out);
    } else if (body.len != 0) {
        buffer_put(out, TEXT("what is no answer of an API server: "));
        escape_for_terminal(out, body, MAX_FOREIGN_BYTES);
    } else {
        buffer_put(out, TEXT("without a reason"));
    }
}

static bool fail_by_status(const struct cluster_request *request, const char *server,
                           const struct attempt *attempt, struct cluster_answer *answer,
                           struct error *error)
{
    struct buffer what = {0};
    struct error ignored = {0};
    struct text body = buffer_text(&attempt->body);
    bool is_json = read_json(body, &answer->root, &ignored);
    buffer_printf(&what, "answered %u: ", attempt->status);
    put_reason(body, is_json ? answer->root : NULL, &what);
    return fail_with(request, server, ERROR_VALUE, &what, error);
}

static bool fail_too_large(const struct cluster_request *request, const char *server,
                           struct cluster_answer *answer, struct error *error)
{
    answer->is_too_large = true;
    return fail(request, server, ERROR_LIMIT, TEXT("the answer is too large"), error);
}

static bool read_tree(const struct cluster_request *request, const char *server, struct text body,
                      struct cluster_answer *answer, struct error *error)
{
    struct error cause = {0};
    struct buffer what = {0};
    if (body.len == 0 || read_json(body, &answer->root, &cause))
        return true;
    if (cause.kind == ERROR_LIMIT)
        return fail_too_large(request, server, answer, error);
    answer->status = 0;
    buffer_printf(&what, "the answer is no JSON: line %zu, column %zu: %s", cause.line,
                  cause.column, cause.text);
    return fail_with(request, server, ERROR_SYNTAX, &what, error);
}

bool answer_read(const struct cluster_request *request, const char *server,
                 const struct attempt *attempt, struct cluster_answer *answer, struct error *error)
{
    *answer = (struct cluster_answer){.status = attempt->status};
    if (attempt->is_too_large)
        return fail_too_large(request, server, answer, error);
    if (attempt->status == 0)
        return fail(request, server, ERROR_SYSTEM, text_from_string(attempt->problem), error);
    if (attempt->status < STATUS_OK_FROM || attempt->status > STATUS_OK_TO)
        return fail_by_status(request, server, attempt, answer, error);
    return read_tree(request, server, buffer_text(&attempt->body), answer, error);
}
