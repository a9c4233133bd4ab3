#include "webhooks.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/escape.h"
#include "core/json_node.h"
#include "document/base64.h"

char *webhooks_path(const char *configuration)
{
    struct buffer path = {0};
    buffer_printf(&path, "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/%s",
                  configuration);
    return buffer_take(&path, NULL);
}

bool webhooks_ask(struct cluster *cluster, const char *configuration,
                  struct cluster_request *request, struct cluster_answer *answer,
                  struct error *error)
{
    char *path = webhooks_path(configuration);
    *answer = (struct cluster_answer){0};
    if (path == NULL)
        return error_no_memory(error);
    request->path = path;
    bool is_done = cluster_ask(cluster, request, answer, error);
    free(path);
    return is_done;
}

bool webhooks_exist(struct cluster *cluster, const char *configuration, unsigned *status,
                    struct error *error)
{
    struct cluster_request request = {.method = CLUSTER_GET};
    struct cluster_answer answer;
    bool is_there = webhooks_ask(cluster, configuration, &request, &answer, error);
    *status = answer.status;
    json_object_put(answer.root);
    return is_there;
}

/* By its place, if it is still there. */
static void put_operations(struct buffer *patch, size_t index, struct json_object *webhook,
                           struct text bundle)
{
    buffer_printf(patch, "%s{\"op\":\"test\",\"path\":\"/webhooks/%zu/name\",\"value\":",
                  patch->len != 0 ? "," : "[", index);
    escape_for_json(patch, json_member_text(webhook, "name"));
    buffer_printf(
        patch,
        "},{\"op\":\"add\",\"path\":\"/webhooks/%zu/clientConfig/caBundle\",\"value\":", index);
    escape_for_json(patch, bundle);
    buffer_put_char(patch, '}');
}

/* A JSON patch (RFC 6902); empty if all have it. */
static void put_patch(struct buffer *patch, struct json_object *configuration, struct text bundle)
{
    struct json_object *webhooks = json_member(configuration, "webhooks");
    size_t count = json_list_length(webhooks);
    for (size_t i = 0; i < count; i++) {
        struct json_object *webhook = json_object_array_get_idx(webhooks, i);
        struct json_object *client = json_member(webhook, "clientConfig");
        if (!text_equal(json_member_text(client, "caBundle"), bundle))
            put_operations(patch, i, webhook, bundle);
    }
    if (patch->len != 0)
        buffer_put_char(patch, ']');
}

static bool send(struct cluster *cluster, const char *configuration, struct text patch,
                 struct webhooks_state *state, struct error *error)
{
    struct cluster_answer answer;
    struct cluster_request request = {
        .method = CLUSTER_PATCH, .content_type = "application/json-patch+json", .body = patch};
    bool is_done = webhooks_ask(cluster, configuration, &request, &answer, error);
    state->status = answer.status;
    state->was_written = is_done;
    json_object_put(answer.root);
    return is_done;
}

static bool trust(struct cluster *cluster, const char *configuration, struct text encoded,
                  struct webhooks_state *state, struct error *error)
{
    struct cluster_request request = {.method = CLUSTER_GET};
    struct cluster_answer answer;
    struct buffer patch = {0};
    bool is_done = webhooks_ask(cluster, configuration, &request, &answer, error);
    state->status = answer.status;
    if (is_done)
        put_patch(&patch, answer.root, encoded);
    if (patch.failed)
        is_done = error_no_memory(error);
    else if (patch.len != 0)
        is_done = send(cluster, configuration, buffer_text(&patch), state, error);
    json_object_put(answer.root);
    buffer_release(&patch);
    return is_done;
}

bool webhooks_trust(struct cluster *cluster, const char *configuration, struct text bundle,
                    struct webhooks_state *state, struct error *error)
{
    struct buffer encoded = {0};
    *state = (struct webhooks_state){0};
    base64_encode(bundle, &encoded);
    bool is_done = encoded.failed
                       ? error_no_memory(error)
                       : trust(cluster, configuration, buffer_text(&encoded), state, error);
    buffer_release(&encoded);
    return is_done;
}
