#include "vault.h"

#include <stdlib.h>

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
    return keyring_read(json_member(vault->secret, "data"), now, keyring, error) ? VAULT_READ
                                                                                 : VAULT_BROKEN;
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

static struct json_object *new_secret(const struct vault *vault)
{
    struct json_object *secret = json_object_new_object();
    struct json_object *metadata = json_object_new_object();
    struct json_object *labels = json_object_new_object();
    json_object_object_add(labels, "app.kubernetes.io/managed-by",
                           json_object_new_string("release-gate"));
    json_object_object_add(metadata, "name", json_object_new_string(vault->name));
    json_object_object_add(metadata, "labels", labels);
    json_object_object_add(secret, "apiVersion", json_object_new_string("v1"));
    json_object_object_add(secret, "kind", json_object_new_string("Secret"));
    json_object_object_add(secret, "type", json_object_new_string(VAULT_TYPE));
    json_object_object_add(secret, "metadata", metadata);
    return secret;
}

/* The rest of the Secret, its resourceVersion above all, is as it was read. */
static bool send(struct vault *vault, struct json_object *secret, bool is_new, struct error *error)
{
    const char *body = json_object_to_json_string_ext(secret, JSON_C_TO_STRING_PLAIN);
    struct cluster_request request = {
        .method = is_new ? CLUSTER_POST : CLUSTER_PUT,
        .body = text_from_string(body),
    };
    struct json_object *written = NULL;
    if (body == NULL)
        return error_no_memory(error);
    if (!ask(vault, &request, is_new ? NULL : vault->name, &written, error))
        return false;
    keep(vault, written);
    return true;
}

bool vault_write(struct vault *vault, const struct keyring *keyring, struct error *error)
{
    bool is_new = vault->secret == NULL;
    struct json_object *data = keyring_data(keyring);
    struct json_object *secret = is_new ? new_secret(vault) : json_object_get(vault->secret);
    vault->status = 0;
    if (data == NULL || secret == NULL || json_object_object_add(secret, "data", data) != 0) {
        json_object_put(data);
        json_object_put(secret);
        return error_no_memory(error);
    }
    bool is_sent = send(vault, secret, is_new, error);
    json_object_put(secret);
    return is_sent;
}
