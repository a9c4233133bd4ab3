#include "vault.h"

#include <stdlib.h>

#include "base/escape.h"
#include "core/json_node.h"

enum { STATUS_NOT_FOUND = 404 };

char *vault_path(const struct cluster *cluster, const char *name)
{
    struct buffer path = {0};
    buffer_printf(&path, "/api/v1/namespaces/%s/secrets", cluster_namespace(cluster));
    if (name != NULL)
        buffer_printf(&path, "/%s", name);
    return buffer_take(&path, NULL);
}

static void keep(struct vault *vault, struct json_object *secret)
{
    json_object_put(vault->secret);
    vault->secret = secret;
}

void vault_release(struct vault *vault)
{
    keep(vault, NULL);
}

static bool ask(struct vault *vault, struct cluster_request *request, const char *name,
                struct json_object **root, struct error *error)
{
    struct cluster_answer answer = {0};
    char *path = vault_path(vault->cluster, name);
    if (path == NULL)
        return error_no_memory(error);
    request->path = path;
    bool is_done = cluster_ask(vault->cluster, request, &answer, error);
    free(path);
    vault->status = answer.status;
    if (is_done)
        *root = answer.root;
    else
        json_object_put(answer.root);
    return is_done;
}

static enum vault_result look_into(struct vault *vault, int64_t now, struct keyring *keyring,
                                   struct error *error)
{
    if (!text_equal(json_member_text(vault->secret, "type"), TEXT(VAULT_TYPE))) {
        error_set(error, ERROR_VALUE,
                  "the Secret \"%s\" belongs to somebody else: its type is not " VAULT_TYPE,
                  vault->name);
        return VAULT_FAILED;
    }
    if (keyring_read(json_member(vault->secret, "data"), now, keyring, error))
        return VAULT_READ;
    return error->kind == ERROR_MEMORY ? VAULT_FAILED : VAULT_BROKEN;
}

enum vault_result vault_read(struct vault *vault, int64_t now, struct keyring *keyring,
                             struct error *error)
{
    struct cluster_request request = {.method = CLUSTER_GET};
    struct json_object *secret = NULL;
    struct error cause = {0};
    *keyring = (struct keyring){0};
    if (ask(vault, &request, vault->name, &secret, &cause)) {
        keep(vault, secret);
        return look_into(vault, now, keyring, error);
    }
    if (vault->status == STATUS_NOT_FOUND) {
        keep(vault, NULL);
        return VAULT_ABSENT;
    }
    *error = cause;
    return VAULT_FAILED;
}

static bool put_json(struct json_object *node, struct buffer *out)
{
    const char *text = json_object_to_json_string_ext(node, JSON_C_TO_STRING_PLAIN);
    if (text != NULL)
        buffer_put(out, text_from_string(text));
    return text != NULL && !out->failed;
}

static bool put_new(const struct vault *vault, struct json_object *data, struct buffer *body)
{
    buffer_put(body, TEXT("{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"type\":\"" VAULT_TYPE
                          "\",\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":"
                          "\"release-gate\"},\"name\":"));
    escape_for_json(body, text_from_string(vault->name));
    buffer_put(body, TEXT("},\"data\":"));
    bool is_put = put_json(data, body);
    buffer_put_char(body, '}');
    return is_put && !body->failed;
}

/* The rest of the Secret, its resourceVersion above all, is as it was read. */
static bool put_changed(struct vault *vault, struct json_object *data, struct buffer *body)
{
    if (json_object_object_add(vault->secret, "data", json_object_get(data)) == 0)
        return put_json(vault->secret, body);
    json_object_put(data);
    return false;
}

static bool send(struct vault *vault, struct text body, bool is_new, struct error *error)
{
    struct cluster_request request = {
        .method = is_new ? CLUSTER_POST : CLUSTER_PUT,
        .body = body,
    };
    struct json_object *written = NULL;
    if (!ask(vault, &request, is_new ? NULL : vault->name, &written, error))
        return false;
    keep(vault, written);
    return true;
}

bool vault_write(struct vault *vault, const struct keyring *keyring, struct error *error)
{
    struct buffer body = {0};
    bool is_new = vault->secret == NULL;
    struct json_object *data = keyring_data(keyring);
    vault->status = 0;
    bool is_made =
        data != NULL && (is_new ? put_new(vault, data, &body) : put_changed(vault, data, &body));
    bool is_sent =
        is_made ? send(vault, buffer_text(&body), is_new, error) : error_no_memory(error);
    json_object_put(data);
    buffer_release(&body);
    return is_sent;
}
