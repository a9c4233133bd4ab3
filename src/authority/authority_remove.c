#include <stdlib.h>

#include "authority/authority.h"
#include "vault.h"
#include "webhooks.h"

enum { STATUS_NOT_FOUND = 404 };

/* Takes the path. */
static bool remove_object(struct cluster *cluster, char *path, unsigned *status,
                          struct error *error)
{
    struct cluster_answer answer = {0};
    struct error cause = {0};
    if (path == NULL)
        return error_no_memory(error);
    const struct cluster_request request = {.method = CLUSTER_DELETE, .path = path};
    bool is_gone =
        cluster_ask(cluster, &request, &answer, &cause) || answer.status == STATUS_NOT_FOUND;
    *status = answer.status;
    json_object_put(answer.root);
    free(path);
    if (!is_gone && error != NULL)
        *error = cause;
    return is_gone;
}

bool authority_remove(struct cluster *cluster, const char *webhook_configuration,
                      const char *secret, unsigned *status, struct error *error)
{
    *status = 0;
    return remove_object(cluster, webhooks_path(webhook_configuration), status, error) &&
           (secret[0] == '\0' ||
            remove_object(cluster, vault_path(cluster, secret), status, error));
}
