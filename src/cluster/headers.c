#include "headers.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "runtime/file.h"

enum { MAX_TOKEN_BYTES = 64 << 10 };

static char *trim_token(char *token)
{
    size_t len = strlen(token);
    while (len != 0 && strchr(" \t\r\n", token[len - 1]) != NULL)
        token[--len] = '\0';
    return token;
}

/* A token becomes a line of a header. */
static bool is_one_word(const char *token)
{
    for (const char *c = token; *c != '\0'; c++) {
        if (*c <= ' ' || *c > '~')
            return false;
    }
    return token[0] != '\0';
}

static char *read_token(const char *file, struct error *error)
{
    struct buffer content = {0};
    char *token =
        file_read(file, MAX_TOKEN_BYTES, &content, error) ? buffer_take(&content, NULL) : NULL;
    buffer_release(&content);
    if (token == NULL || is_one_word(trim_token(token)))
        return token;
    error_set(error, ERROR_VALUE, "there is no token in it");
    if (error != NULL)
        snprintf(error->source, sizeof error->source, "%s", file);
    access_free_secret(token);
    return NULL;
}

/* `*token` is the caller's; NULL: there is none. */
static bool get_token(const struct access *access, const struct plugin_credentials *credentials,
                      char **token, struct error *error)
{
    const char *held = credentials->token != NULL ? credentials->token : access->token;
    *token = NULL;
    if (credentials->token == NULL && access->token_file != NULL) {
        *token = read_token(access->token_file, error);
        return *token != NULL;
    }
    if (held == NULL)
        return true;
    if (!is_one_word(held))
        return error_set(error, ERROR_VALUE, "the token holds blanks or line breaks");
    *token = strdup(held);
    return *token != NULL || error_no_memory(error);
}

static bool append(struct curl_slist **list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);
    if (longer != NULL)
        *list = longer;
    return longer != NULL;
}

static bool append_pair(struct curl_slist **list, const char *name, const char *value)
{
    struct buffer line = {0};
    buffer_printf(&line, "%s%s", name, value);
    char *string = buffer_take(&line, NULL);
    bool is_appended = string != NULL && append(list, string);
    access_free_secret(string);
    return is_appended;
}

void headers_free(struct curl_slist *headers)
{
    for (struct curl_slist *line = headers; line != NULL; line = line->next)
        OPENSSL_cleanse(line->data, strlen(line->data));
    curl_slist_free_all(headers);
}

/* No credentials go over a connection that everybody can read. */
static bool is_secret_safe(const struct access *access)
{
    return strncmp(access->server, "https:", strlen("https:")) == 0;
}

static bool put_headers(const struct access *access, const struct cluster_request *request,
                        const char *token, struct curl_slist **headers)
{
    const char *type = request->content_type != NULL ? request->content_type : "application/json";
    return append(headers, "Accept: application/json") && append(headers, "Expect:") &&
           append(headers, "User-Agent: release-gate/" RELEASE_GATE_VERSION) &&
           (request->body.len == 0 || append_pair(headers, "Content-Type: ", type)) &&
           (token == NULL || !is_secret_safe(access) ||
            append_pair(headers, "Authorization: Bearer ", token));
}

bool headers_make(const struct access *access, const struct plugin_credentials *credentials,
                  const struct cluster_request *request, struct curl_slist **headers,
                  struct error *error)
{
    char *token;
    *headers = NULL;
    if (!get_token(access, credentials, &token, error))
        return false;
    bool are_made = put_headers(access, request, token, headers);
    access_free_secret(token);
    if (are_made)
        return true;
    headers_free(*headers);
    *headers = NULL;
    return error_no_memory(error);
}
