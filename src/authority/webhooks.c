#include "webhooks.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "core/json_node.h"
#include "document/base64.h"

char *webhooks_path(const char *configuration)
{
    struct buffer path = {0};
    buffer_printf(&path, "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/%s",
                  configuration);
    return buffer_take(&path, NULL);
}

static bool ask(struct cluster *cluster, const char *configuration, struct cluster_request *request,
                struct cluster_answer *answer, struct error *error)
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
    bool is_there = ask(cluster, configuration, &request, &answer, error);
    *status = answer.status;
    json_object_put(answer.root);
    return is_there;
}

static struct json_object *operation(const char *name, const char *path, struct json_object *value)
{
    struct json_object *operation = json_object_new_object();
    json_object_object_add(operation, "op", json_object_new_string(name));
    json_object_object_add(operation, "path", json_object_new_string(path));
    json_object_object_add(operation, "value", value);
    return operation;
}

/* By its place, if it is still there. */
static void add_operations(struct json_object *patch, size_t index, struct json_object *webhook,
                           struct text bundle)
{
    struct buffer path = {0};
    buffer_printf(&path, "/webhooks/%zu/name", index);
    buffer_put_char(&path, '\0');
    json_object_array_add(
        patch, operation("test", path.bytes, json_object_get(json_member(webhook, "name"))));
    buffer_reset(&path);
    buffer_printf(&path, "/webhooks/%zu/clientConfig/caBundle", index);
    buffer_put_char(&path, '\0');
    json_object_array_add(
        patch,
        operation("add", path.bytes, json_object_new_string_len(bundle.ptr, (int)bundle.len)));
    buffer_release(&path);
}

/* A JSON patch (RFC 6902); empty if all have it. */
static struct json_object *patch_for(struct json_object *configuration, struct text bundle)
{
    struct json_object *patch = json_object_new_array();
    struct json_object *webhooks = json_member(configuration, "webhooks");
    size_t count = json_list_length(webhooks);
    for (size_t i = 0; i < count; i++) {
        struct json_object *webhook = json_object_array_get_idx(webhooks, i);
        struct json_object *client = json_member(webhook, "clientConfig");
        if (!text_equal(json_member_text(client, "caBundle"), bundle))
            add_operations(patch, i, webhook, bundle);
    }
    return patch;
}

static bool send(struct cluster *cluster, const char *configuration, struct json_object *patch,
                 struct webhooks_state *state, struct error *error)
{
    struct cluster_answer answer;
    struct cluster_request request = {
        .method = CLUSTER_PATCH,
        .content_type = "application/json-patch+json",
        .body = text_from_string(json_object_to_json_string_ext(patch, JSON_C_TO_STRING_PLAIN)),
    };
    bool is_done = ask(cluster, configuration, &request, &answer, error);
    state->status = answer.status;
    state->was_written = is_done;
    json_object_put(answer.root);
    return is_done;
}

bool webhooks_trust(struct cluster *cluster, const char *configuration, struct text bundle,
                    struct webhooks_state *state, struct error *error)
{
    struct cluster_request request = {.method = CLUSTER_GET};
    struct cluster_answer answer;
    struct buffer encoded = {0};
    *state = (struct webhooks_state){0};
    base64_encode(bundle, &encoded);
    bool is_read = ask(cluster, configuration, &request, &answer, error);
    state->status = answer.status;
    struct json_object *patch = is_read ? patch_for(answer.root, buffer_text(&encoded)) : NULL;
    bool is_done = is_read && (json_object_array_length(patch) == 0 ||
                               send(cluster, configuration, patch, state, error));
    json_object_put(patch);
    json_object_put(answer.root);
    buffer_release(&encoded);
    return is_done;
}
