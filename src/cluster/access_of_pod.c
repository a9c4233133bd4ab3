#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "base/buffer.h"
#include "runtime/file.h"

enum { MAX_NAMESPACE_BYTES = 1024 };

static char *path_in(const char *folder, const char *name)
{
    struct buffer path = {0};
    buffer_printf(&path, "%s/%s", folder, name);
    return buffer_take(&path, NULL);
}

/* An IPv6 address stands in brackets. */
static char *server_at(const char *host, const char *port)
{
    struct buffer server = {0};
    bool is_ipv6 = strchr(host, ':') != NULL;
    buffer_printf(&server, is_ipv6 ? "https://[%s]:%s" : "https://%s:%s", host, port);
    return buffer_take(&server, NULL);
}

/* The first word; NULL when it cannot be read: not every folder has one. */
static char *read_namespace(const char *folder)
{
    struct buffer content = {0};
    struct error ignored = {0};
    char *path = path_in(folder, "namespace");
    char *name = NULL;
    if (path != NULL && file_read(path, MAX_NAMESPACE_BYTES, &content, &ignored))
        name = buffer_take(&content, NULL);
    if (name != NULL)
        name[strcspn(name, " \r\n")] = '\0';
    buffer_release(&content);
    free(path);
    return name;
}

bool access_of_pod(const struct cluster_options *options, struct access *access,
                   struct error *error)
{
    const char *host = getenv("KUBERNETES_SERVICE_HOST");
    const char *port = getenv("KUBERNETES_SERVICE_PORT");
    const char *folder =
        options->service_account != NULL ? options->service_account : ACCESS_SERVICE_ACCOUNT;
    if (host == NULL || host[0] == '\0' || port == NULL || port[0] == '\0')
        return error_set(error, ERROR_VALUE,
                         "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this is "
                         "no pod");
    access->server = server_at(host, port);
    access->authority_file = path_in(folder, "ca.crt");
    access->token_file = path_in(folder, "token");
    access->namespace = read_namespace(folder);
    return (access->server != NULL && access->authority_file != NULL &&
            access->token_file != NULL) ||
           error_no_memory(error);
}
