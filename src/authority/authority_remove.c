#include <stdlib.h>

#include "authority/authority.h"
#include "core/json_node.h"
#include "vault.h"
#include "webhooks.h"

enum { STATUS_NOT_FOUND = 404 };

/* Helm, pkg/action/validate.go: on every object that it installs. */
static const char release_annotation[] = "meta.helm.sh/release-name";

bool authority_ask_release(struct cluster *cluster, const char *webhook_configuration,
                           const char *release, bool *is_of_release, struct error *error)
{
    struct cluster_request request = {.method = CLUSTER_GET};
    struct cluster_answer answer;
    bool is_there = webhooks_ask(cluster, webhook_configuration, &request, &answer, error);
    bool is_gone = answer.status == STATUS_NOT_FOUND;
    struct json_object *annotations =
        json_member(json_member(answer.root, "metadata"), "annotations");
    *is_of_release = is_gone || text_equal(json_member_text(annotations, release_annotation),
                                           text_from_string(release));
    json_object_put(answer.root);
    return is_there || is_gone;
}

/* Takes the path. */
static bool remove_object(struct cluster *cluster, char *path, struct error *error)
{
    struct cluster_answer answer = {0};
    struct error cause = {0};
    if (path == NULL)
        return error_no_memory(error);
    const struct cluster_request request = {.method = CLUSTER_DELETE, .path = path};
    bool is_gone =
        cluster_ask(cluster, &request, &answer, &cause) || answer.status == STATUS_NOT_FOUND;
    json_object_put(answer.root);
    free(path);
    if (!is_gone && error != NULL)
        *error = cause;
    return is_gone;
}

bool authority_remove(struct cluster *cluster, const char *webhook_configuration,
                      const char *secret, struct error *error)
{
    return remove_object(cluster, webhooks_path(webhook_configuration), error) &&
           (secret[0] == '\0' || remove_object(cluster, vault_path(cluster, secret), error));
}
