#define _GNU_SOURCE
#include "plugin.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/escape.h"
#include "core/json_node.h"
#include "document/base64.h"
#include "document/json.h"
#include "runtime/program.h"

enum {
    MAX_OUTPUT_BYTES = 1 << 20,
    TIMEOUT_MS = 60 * 1000,
    SLACK_SECONDS = 10, /* a request takes time, clocks differ */
};

void plugin_credentials_release(struct plugin_credentials *credentials)
{
    access_free_secret(credentials->token);
    access_free_secret(credentials->key);
    free(credentials->certificate);
    *credentials = (struct plugin_credentials){0};
}

bool plugin_credentials_are_fresh(const struct plugin_credentials *credentials)
{
    bool are_there = credentials->token != NULL || credentials->certificate != NULL;
    return are_there &&
           (credentials->expires == 0 || time(NULL) + SLACK_SECONDS < credentials->expires);
}

/* ---- What the program is told, in KUBERNETES_EXEC_INFO. */

static void put_text(struct buffer *out, const char *key, const char *value)
{
    if (value == NULL)
        return;
    buffer_printf(out, ",\"%s\":", key);
    escape_for_json(out, text_from_string(value));
}

static void put_cluster(struct buffer *out, const struct access *access)
{
    buffer_put(out, TEXT(",\"cluster\":{\"server\":"));
    escape_for_json(out, text_from_string(access->server));
    put_text(out, "tls-server-name", access->tls_server_name);
    put_text(out, "proxy-url", access->proxy);
    if (access->is_insecure)
        buffer_put(out, TEXT(",\"insecure-skip-tls-verify\":true"));
    if (access->authority != NULL) {
        buffer_put(out, TEXT(",\"certificate-authority-data\":\""));
        base64_encode(text_from_string(access->authority), out);
        buffer_put_char(out, '"');
    }
    buffer_put_char(out, '}');
}

static char *exec_info(const struct access *access)
{
    struct buffer variable = {0};
    buffer_put(&variable, TEXT("KUBERNETES_EXEC_INFO={\"kind\":\"ExecCredential\""));
    put_text(&variable, "apiVersion", access->plugin.api_version);
    buffer_put(&variable, TEXT(",\"spec\":{\"interactive\":false"));
    if (access->plugin.wants_cluster)
        put_cluster(&variable, access);
    buffer_put(&variable, TEXT("}}"));
    return buffer_take(&variable, NULL);
}

/* ---- What it answers. */

static char *copy_member(struct json_object *status, const char *key)
{
    struct text text = json_member_text(status, key);
    return text.len != 0 ? strndup(text.ptr, text.len) : NULL;
}

/* Good enough for what plugins write: seconds, and "Z" or nothing else that would matter. */
static bool read_time(struct text text, int64_t *seconds)
{
    struct tm time = {0};
    char copy[sizeof "2026-11-25T16:00:00"] = "";
    if (text.len == 0)
        return true;
    if (text.len < sizeof copy - 1)
        return false;
    memcpy(copy, text.ptr, sizeof copy - 1);
    if (strptime(copy, "%Y-%m-%dT%H:%M:%S", &time) == NULL)
        return false;
    *seconds = timegm(&time);
    return true;
}

static bool take_answer(struct json_object *root, const struct access_plugin *plugin,
                        struct plugin_credentials *credentials, struct error *error)
{
    struct json_object *status = json_member(root, "status");
    if (!text_equal(json_member_text(root, "apiVersion"), text_from_string(plugin->api_version)) ||
        !text_equal(json_member_text(root, "kind"), TEXT("ExecCredential")))
        return error_set(error, ERROR_VALUE, "\"%s\" wrote no ExecCredential of version %s",
                         plugin->command, plugin->api_version);
    credentials->token = copy_member(status, "token");
    credentials->certificate = copy_member(status, "clientCertificateData");
    credentials->key = copy_member(status, "clientKeyData");
    if (!read_time(json_member_text(status, "expirationTimestamp"), &credentials->expires))
        return error_set(error, ERROR_VALUE, "\"%s\" wrote an expirationTimestamp that is no time",
                         plugin->command);
    if (credentials->token == NULL &&
        (credentials->certificate == NULL || credentials->key == NULL))
        return error_set(error, ERROR_VALUE, "\"%s\" wrote neither a token nor a certificate",
                         plugin->command);
    return true;
}

static bool read_answer(struct text output, const struct access_plugin *plugin,
                        struct plugin_credentials *credentials, struct error *error)
{
    struct json_object *root = NULL;
    struct error cause = {0};
    if (!json_read(output, NULL, NULL, &root, &cause))
        return error_set(error, ERROR_SYNTAX, "\"%s\" wrote no JSON: %s", plugin->command,
                         cause.text);
    bool is_taken = take_answer(root, plugin, credentials, error);
    json_object_put(root);
    if (!is_taken)
        plugin_credentials_release(credentials);
    return is_taken;
}

static bool run(const struct access_plugin *plugin, char *info, struct buffer *output,
                struct error *error)
{
    size_t count = 0;
    while (plugin->environment[count] != NULL)
        count++;
    char **variables = calloc(count + 2, sizeof *variables);
    if (variables == NULL)
        return error_no_memory(error);
    memcpy(variables, plugin->environment, count * sizeof *variables);
    variables[count] = info;
    const struct program program = {plugin->command, plugin->arguments, variables, TIMEOUT_MS};
    struct error cause = {0};
    bool is_done = program_run(&program, output, &cause);
    free(variables);
    if (is_done)
        return true;
    struct buffer hint = {0};
    if (plugin->hint != NULL)
        escape_for_terminal(&hint, text_from_string(plugin->hint), 200);
    error_set(error, cause.kind, "\"%s\", which the kubeconfig names for credentials, %s%s%.*s",
              plugin->command, cause.text, hint.len != 0 ? ": " : "",
              TEXT_ARGS(buffer_text(&hint)));
    buffer_release(&hint);
    return false;
}

bool plugin_run(const struct access *access, struct plugin_credentials *credentials,
                struct error *error)
{
    struct buffer output;
    char *info = exec_info(access);
    *credentials = (struct plugin_credentials){0};
    if (info == NULL)
        return error_no_memory(error);
    buffer_init(&output, MAX_OUTPUT_BYTES);
    bool is_done = run(&access->plugin, info, &output, error) &&
                   read_answer(buffer_text(&output), &access->plugin, credentials, error);
    if (output.bytes != NULL)
        memset(output.bytes, 0, output.len);
    buffer_release(&output);
    free(info);
    return is_done;
}
