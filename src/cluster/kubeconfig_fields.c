#include "kubeconfig_fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "core/json_node.h"
#include "document/base64.h"
#include "document/position.h"

enum field_type {
    FIELD_TEXT,
    FIELD_PATH,
    FIELD_DATA, /* base64 */
    FIELD_FLAG,
    FIELD_REFUSED, /* kubectl would act on it, this program would not */
};

struct field {
    const char *key;
    enum field_type type;
    size_t offset; /* in struct access, or in struct access_plugin */
};

#define OF_ACCESS(field) offsetof(struct access, field)
#define OF_PLUGIN(field) offsetof(struct access_plugin, field)

static const struct field context_fields[] = {{"namespace", FIELD_TEXT, OF_ACCESS(namespace)}};

static const struct field cluster_fields[] = {
    {"server", FIELD_TEXT, OF_ACCESS(server)},
    {"tls-server-name", FIELD_TEXT, OF_ACCESS(tls_server_name)},
    {"proxy-url", FIELD_TEXT, OF_ACCESS(proxy)},
    {"certificate-authority", FIELD_PATH, OF_ACCESS(authority_file)},
    {"certificate-authority-data", FIELD_DATA, OF_ACCESS(authority)},
    {"insecure-skip-tls-verify", FIELD_FLAG, OF_ACCESS(is_insecure)},
};

static const struct field user_fields[] = {
    {"client-certificate", FIELD_PATH, OF_ACCESS(certificate_file)},
    {"client-certificate-data", FIELD_DATA, OF_ACCESS(certificate)},
    {"client-key", FIELD_PATH, OF_ACCESS(key_file)},
    {"client-key-data", FIELD_DATA, OF_ACCESS(key)},
    {"tokenFile", FIELD_PATH, OF_ACCESS(token_file)},
    {"token", FIELD_TEXT, OF_ACCESS(token)},
    {"as", FIELD_REFUSED, 0},
    {"as-uid", FIELD_REFUSED, 0},
    {"as-groups", FIELD_REFUSED, 0},
    {"as-user-extra", FIELD_REFUSED, 0},
    {"auth-provider", FIELD_REFUSED, 0},
    {"username", FIELD_REFUSED, 0},
};

static const struct field plugin_fields[] = {
    {"apiVersion", FIELD_TEXT, OF_PLUGIN(api_version)},
    {"installHint", FIELD_TEXT, OF_PLUGIN(hint)},
    {"provideClusterInfo", FIELD_FLAG, OF_PLUGIN(wants_cluster)},
};

static const char *const plugin_versions[] = {
    "client.authentication.k8s.io/v1",
    "client.authentication.k8s.io/v1beta1",
};

static bool fail(const struct kubeconfig_entry *entry, struct json_object *owner, const char *key,
                 const char *what, struct error *error)
{
    struct position position = position_of_member(owner, key);
    error_set_at(error, ERROR_VALUE, position.line, position.column, "\"%s\" %s", key, what);
    if (error != NULL)
        snprintf(error->source, sizeof error->source, "%s", entry->file->path);
    return false;
}

/* NULL when there is no memory. What stands behind a NUL is cut off: no value has one. */
static char *copy(struct text text)
{
    return strndup(text.len != 0 ? text.ptr : "", text.len);
}

static char *copy_path(const struct kubeconfig_entry *entry, struct text path)
{
    struct buffer out = {0};
    struct text file = text_from_string(entry->file->path);
    size_t slash = text_find_last(file, '/');
    if (path.ptr[0] != '/' && slash != file.len)
        buffer_put(&out, text_slice(file, 0, slash + 1));
    buffer_put(&out, path);
    return buffer_take(&out, NULL);
}

static char *decode(struct text text)
{
    struct buffer out = {0};
    bool is_base64 = base64_decode(text, &out);
    char *bytes = is_base64 ? buffer_take(&out, NULL) : NULL;
    buffer_release(&out);
    return bytes;
}

static char *value_of(const struct kubeconfig_entry *entry, enum field_type type, struct text text)
{
    if (type == FIELD_PATH)
        return copy_path(entry, text);
    return type == FIELD_DATA ? decode(text) : copy(text);
}

static bool take_text(const struct kubeconfig_entry *entry, struct json_object *owner,
                      const struct field *field, char **out, struct error *error)
{
    struct json_object *node = json_member(owner, field->key);
    struct text text = json_text(node);
    if (!json_object_is_type(node, json_type_string))
        return fail(entry, owner, field->key, "is not a string", error);
    if (text.len == 0)
        return true;
    *out = value_of(entry, field->type, text);
    return *out != NULL || fail(entry, owner, field->key, "is not base64", error);
}

static bool take_flag(const struct kubeconfig_entry *entry, struct json_object *owner,
                      const struct field *field, bool *out, struct error *error)
{
    struct json_object *node = json_member(owner, field->key);
    if (!json_object_is_type(node, json_type_boolean))
        return fail(entry, owner, field->key, "is neither true nor false", error);
    *out = json_object_get_boolean(node) != 0;
    return true;
}

struct field_list {
    const struct field *items;
    size_t count;
};

#define FIELDS(table) ((struct field_list){(table), ARRAY_LEN(table)})

static bool take_fields(const struct kubeconfig_entry *entry, struct json_object *owner,
                        struct field_list fields, void *base, struct error *error)
{
    for (size_t i = 0; i < fields.count; i++) {
        const struct field *field = &fields.items[i];
        void *out = (char *)base + field->offset;
        if (json_member(owner, field->key) == NULL)
            continue;
        if (field->type == FIELD_REFUSED)
            return fail(entry, owner, field->key, "is not supported", error);
        if (!(field->type == FIELD_FLAG ? take_flag(entry, owner, field, out, error)
                                        : take_text(entry, owner, field, out, error)))
            return false;
    }
    return true;
}

bool kubeconfig_take_namespace(const struct kubeconfig_entry *context, struct access *access,
                               struct error *error)
{
    return take_fields(context, context->members, FIELDS(context_fields), access, error);
}

static bool is_url(const char *server)
{
    struct text text = text_from_string(server);
    return text_starts_with(text, TEXT("https://")) || text_starts_with(text, TEXT("http://"));
}

bool kubeconfig_take_cluster(const struct kubeconfig_entry *cluster, struct access *access,
                             struct error *error)
{
    if (!take_fields(cluster, cluster->members, FIELDS(cluster_fields), access, error))
        return false;
    if (access->server == NULL || !is_url(access->server))
        return fail(cluster, access->server != NULL ? cluster->members : cluster->item,
                    access->server != NULL ? "server" : "cluster",
                    access->server != NULL ? "does not begin with https://" : "has no server",
                    error);
    for (size_t len = strlen(access->server); len != 0 && access->server[len - 1] == '/'; len--)
        access->server[len - 1] = '\0';
    return true;
}

/* ---- Programs that make credentials. */

/* A name without a slash is looked up in PATH. */
static char *copy_command(const struct kubeconfig_entry *entry, struct text command)
{
    return text_find(command, '/') != command.len ? copy_path(entry, command) : copy(command);
}

static char **new_list(struct json_object *array, size_t more)
{
    size_t count = json_list_length(array);
    return calloc(count + more + 1, sizeof(char *));
}

static char *copy_variable(struct json_object *variable)
{
    struct buffer out = {0};
    buffer_printf(&out, "%.*s=%.*s", TEXT_ARGS(json_member_text(variable, "name")),
                  TEXT_ARGS(json_member_text(variable, "value")));
    return buffer_take(&out, NULL);
}

static char *copy_argument(struct json_object *argument)
{
    return copy(json_text(argument));
}

static bool fill_list(char **list, struct json_object *array,
                      char *(*copy_item)(struct json_object *))
{
    size_t count = json_list_length(array);
    for (size_t i = 0; i < count; i++) {
        list[i] = copy_item(json_object_array_get_idx(array, i));
        if (list[i] == NULL)
            return false;
    }
    return true;
}

static bool take_lists(struct json_object *exec, struct access_plugin *plugin)
{
    struct json_object *arguments = json_member(exec, "args");
    struct json_object *environment = json_member(exec, "env");
    plugin->arguments = new_list(arguments, 1);
    plugin->environment = new_list(environment, 0);
    if (plugin->arguments == NULL || plugin->environment == NULL)
        return false;
    plugin->arguments[0] = strdup(plugin->command);
    return plugin->arguments[0] != NULL &&
           fill_list(plugin->arguments + 1, arguments, copy_argument) &&
           fill_list(plugin->environment, environment, copy_variable);
}

static bool is_plugin_version(const char *version)
{
    for (size_t i = 0; i < ARRAY_LEN(plugin_versions); i++) {
        if (version != NULL && strcmp(version, plugin_versions[i]) == 0)
            return true;
    }
    return false;
}

static bool take_plugin(const struct kubeconfig_entry *user, struct access_plugin *plugin,
                        struct error *error)
{
    struct json_object *exec = json_member(user->members, "exec");
    struct text command = json_member_text(exec, "command");
    if (exec == NULL)
        return true;
    if (!take_fields(user, exec, FIELDS(plugin_fields), plugin, error))
        return false;
    if (!is_plugin_version(plugin->api_version))
        return fail(user, exec, "apiVersion", "is not client.authentication.k8s.io/v1 or v1beta1",
                    error);
    if (command.len == 0)
        return fail(user, user->members, "exec", "has no command", error);
    plugin->command = copy_command(user, command);
    return (plugin->command != NULL && take_lists(exec, plugin)) || error_no_memory(error);
}

bool kubeconfig_take_user(const struct kubeconfig_entry *user, struct access *access,
                          struct error *error)
{
    return take_fields(user, user->members, FIELDS(user_fields), access, error) &&
           take_plugin(user, &access->plugin, error);
}
