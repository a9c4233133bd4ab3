#include "transport.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "headers.h"

enum {
    CONNECT_TIMEOUT_MS = 10 * 1000,
    DEFAULT_MAX_BYTES = 64 << 20,
    MAX_NAME_BYTES = 512,
};

struct transport {
    CURL *curl;
    struct transport_options options;
    char message[CURL_ERROR_SIZE];
    char connect_to[MAX_NAME_BYTES]; /* empty: the host of the URL */
    struct curl_slist *connect_list;
};

static const char *const method_names[] = {
    [CLUSTER_GET] = "GET",     [CLUSTER_POST] = "POST",     [CLUSTER_PUT] = "PUT",
    [CLUSTER_PATCH] = "PATCH", [CLUSTER_DELETE] = "DELETE",
};

const char *transport_method_name(enum cluster_method method)
{
    return method_names[method];
}

/* ---- What holds for all requests. */

static int stop_if_cancelled(void *closure, curl_off_t down_total, curl_off_t down,
                             curl_off_t up_total, curl_off_t up)
{
    const struct transport *transport = closure;
    (void)down_total;
    (void)down;
    (void)up_total;
    (void)up;
    return atomic_load(transport->options.is_cancelled) ? 1 : 0;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): curl_write_callback has this type. */
static size_t take_bytes(char *bytes, size_t size, size_t count, void *closure)
{
    struct attempt *attempt = closure;
    size_t len = size * count;
    if (len > attempt->body.max_bytes - attempt->body.len) {
        attempt->is_too_large = true;
        return 0;
    }
    buffer_put(&attempt->body, (struct text){bytes, len});
    return attempt->body.failed ? 0 : len;
}

static CURLcode set_rules(const struct transport *transport)
{
    const struct {
        CURLoption option;
        long value;
    } numbers[] = {
        {CURLOPT_NOSIGNAL, 1},
        {CURLOPT_NOPROGRESS, 0},
        {CURLOPT_FOLLOWLOCATION, 0},
        {CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1},
        {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
        {CURLOPT_TCP_KEEPALIVE, 1},
        {CURLOPT_CA_CACHE_TIMEOUT, 0}, /* the file may be exchanged */
        {CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS},
        {CURLOPT_TIMEOUT_MS, (long)transport->options.timeout_ms},
    };
    CURLcode failure = CURLE_OK;
    for (size_t i = 0; i < ARRAY_LEN(numbers) && failure == CURLE_OK; i++)
        failure = curl_easy_setopt(transport->curl, numbers[i].option, numbers[i].value);
    return failure;
}

static CURLcode set_callbacks(struct transport *transport)
{
    CURL *curl = transport->curl;
    CURLcode failure = curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, stop_if_cancelled);
    if (failure == CURLE_OK)
        failure = curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transport);
    if (failure == CURLE_OK)
        failure = curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, transport->message);
    if (failure == CURLE_OK)
        failure = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
    return failure;
}

/* NULL leaves what libcurl does on its own. */
static CURLcode set_text(CURL *curl, CURLoption option, const char *value)
{
    return value != NULL ? curl_easy_setopt(curl, option, value) : CURLE_OK;
}

static CURLcode set_bytes(CURL *curl, CURLoption option, char *pem)
{
    struct curl_blob blob = {.data = pem, .flags = CURL_BLOB_COPY};
    if (pem == NULL)
        return CURLE_OK;
    blob.len = strlen(pem);
    return curl_easy_setopt(curl, option, &blob);
}

/* Whoever names an authority trusts nobody else, in particular not all those of the system. */
static CURLcode set_authority(CURL *curl, const struct access *access)
{
    CURLcode failure = CURLE_OK;
    if (access->authority != NULL || access->authority_file != NULL)
        failure = curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    if (failure == CURLE_OK)
        failure = access->authority != NULL
                      ? set_bytes(curl, CURLOPT_CAINFO_BLOB, access->authority)
                      : set_text(curl, CURLOPT_CAINFO, access->authority_file);
    if (failure == CURLE_OK && access->is_insecure)
        failure = curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    if (failure == CURLE_OK && access->is_insecure)
        failure = curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    return failure;
}

static CURLcode set_access(const struct transport *transport)
{
    CURL *curl = transport->curl;
    const struct access *access = transport->options.access;
    CURLcode failure = set_authority(curl, access);
    if (failure == CURLE_OK)
        failure = set_text(curl, CURLOPT_PROTOCOLS_STR, "https,http");
    if (failure == CURLE_OK)
        failure = set_text(curl, CURLOPT_ACCEPT_ENCODING, "gzip");
    if (failure == CURLE_OK)
        failure = set_text(curl, CURLOPT_PROXY, access->proxy);
    if (failure == CURLE_OK)
        failure = set_text(curl, CURLOPT_SSLCERT, access->certificate_file);
    if (failure == CURLE_OK)
        failure = set_text(curl, CURLOPT_SSLKEY, access->key_file);
    return failure;
}

/* Asked of each certificate that the access holds as bytes, and of those of a plugin. */
static CURLcode set_certificate(CURL *curl, char *certificate, char *key)
{
    CURLcode failure = set_bytes(curl, CURLOPT_SSLCERT_BLOB, certificate);
    return failure == CURLE_OK ? set_bytes(curl, CURLOPT_SSLKEY_BLOB, key) : failure;
}

/* With a name of its own for TLS the URL holds that, and the connection goes where it should. */
static bool set_destination(struct transport *transport)
{
    const struct access *access = transport->options.access;
    CURLU *url = curl_url();
    char *host = NULL;
    char *port = NULL;
    bool is_set = url != NULL && curl_url_set(url, CURLUPART_URL, access->server, 0) == CURLUE_OK &&
                  curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
                  curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK;
    if (is_set && access->tls_server_name != NULL) {
        snprintf(transport->connect_to, sizeof transport->connect_to, "::%s:%s", host, port);
        transport->connect_list = curl_slist_append(NULL, transport->connect_to);
        is_set = transport->connect_list != NULL &&
                 curl_easy_setopt(transport->curl, CURLOPT_CONNECT_TO, transport->connect_list) ==
                     CURLE_OK;
    }
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(url);
    return is_set;
}

static bool prepare(struct transport *transport, struct error *error)
{
    const struct access *access = transport->options.access;
    CURLcode failure = set_rules(transport);
    if (failure == CURLE_OK)
        failure = set_callbacks(transport);
    if (failure == CURLE_OK)
        failure = set_access(transport);
    if (failure == CURLE_OK)
        failure = set_certificate(transport->curl, access->certificate, access->key);
    if (failure != CURLE_OK)
        return error_set(error, ERROR_INTERNAL, "libcurl cannot reach %s as it should: %s",
                         access->server, curl_easy_strerror(failure));
    return set_destination(transport) ||
           error_set(error, ERROR_VALUE, "\"%s\" is no address of a server", access->server);
}

struct transport *transport_new(const struct transport_options *options, struct error *error)
{
    struct transport *transport = calloc(1, sizeof *transport);
    if (transport == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        error_no_memory(error);
        free(transport);
        return NULL;
    }
    transport->options = *options;
    transport->curl = curl_easy_init();
    if (transport->curl != NULL && prepare(transport, error))
        return transport;
    error_no_memory(error);
    transport_free(transport);
    return NULL;
}

void transport_free(struct transport *transport)
{
    if (transport == NULL)
        return;
    curl_easy_cleanup(transport->curl);
    curl_slist_free_all(transport->connect_list);
    curl_global_cleanup();
    free(transport);
}

/* ---- One request. */

static char *url_of(const struct transport *transport, const char *path)
{
    struct buffer url = {0};
    const struct access *access = transport->options.access;
    if (access->tls_server_name == NULL) {
        buffer_printf(&url, "%s%s", access->server, path);
        return buffer_take(&url, NULL);
    }
    const char *host = strstr(access->server, "://") + strlen("://");
    const char *prefix = strchr(host, '/');
    const char *port = strrchr(transport->connect_to, ':');
    buffer_printf(&url, "https://%s%s%s%s", access->tls_server_name, port,
                  prefix != NULL ? prefix : "", path);
    return buffer_take(&url, NULL);
}

static CURLcode set_request(CURL *curl, const struct cluster_request *request,
                            struct curl_slist *headers, const char *url)
{
    CURLcode failure = curl_easy_setopt(curl, CURLOPT_URL, url);
    if (failure == CURLE_OK)
        failure = curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    if (failure == CURLE_OK)
        failure = curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    if (failure == CURLE_OK && request->body.len != 0)
        failure =
            curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
    if (failure == CURLE_OK && request->body.len != 0)
        failure = curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.ptr);
    if (failure == CURLE_OK)
        failure = curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method_names[request->method]);
    return failure;
}

/* Those that no later attempt can end otherwise. */
static bool is_hopeless(CURLcode failure)
{
    static const CURLcode hopeless[] = {
        CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT,
        CURLE_SSL_CERTPROBLEM,      CURLE_PEER_FAILED_VERIFICATION,
        CURLE_SSL_CACERT_BADFILE,   CURLE_OUT_OF_MEMORY,
        CURLE_WRITE_ERROR,          CURLE_ABORTED_BY_CALLBACK,
    };
    for (size_t i = 0; i < ARRAY_LEN(hopeless); i++) {
        if (failure == hopeless[i])
            return true;
    }
    return false;
}

static void perform(struct transport *transport, struct attempt *attempt)
{
    CURL *curl = transport->curl;
    long status = 0;
    long sent = 0;
    curl_off_t pause = 0;
    transport->message[0] = '\0';
    CURLcode failure = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &pause);
    attempt->status = failure == CURLE_OK || attempt->is_too_large ? (unsigned)status : 0;
    attempt->was_sent = sent != 0;
    attempt->retry_after_s = pause > 0 ? (uint64_t)pause : 0;
    attempt->is_hopeless = is_hopeless(failure);
    if (failure != CURLE_OK)
        snprintf(attempt->problem, sizeof attempt->problem, "%s",
                 transport->message[0] != '\0' ? transport->message : curl_easy_strerror(failure));
    /* A connection that fell silent would be taken again. */
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, failure != CURLE_OK ? 1L : 0L);
}

static bool ask(struct transport *transport, const struct cluster_request *request,
                const struct plugin_credentials *credentials, struct curl_slist *headers,
                struct attempt *attempt)
{
    CURL *curl = transport->curl;
    char *url = url_of(transport, request->path);
    bool is_ready = url != NULL &&
                    set_certificate(curl, credentials->certificate, credentials->key) == CURLE_OK &&
                    curl_easy_setopt(curl, CURLOPT_WRITEDATA, attempt) == CURLE_OK &&
                    set_request(curl, request, headers, url) == CURLE_OK;
    if (is_ready)
        perform(transport, attempt);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
    free(url);
    return is_ready && !attempt->body.failed;
}

bool transport_try(struct transport *transport, const struct cluster_request *request,
                   const struct plugin_credentials *credentials, struct attempt *attempt,
                   struct error *error)
{
    struct curl_slist *headers = NULL;
    *attempt = (struct attempt){0};
    buffer_init(&attempt->body, request->max_bytes != 0 ? request->max_bytes : DEFAULT_MAX_BYTES);
    if (!headers_make(transport->options.access, credentials, request, &headers, error))
        return false;
    bool is_done = ask(transport, request, credentials, headers, attempt);
    headers_free(headers);
    return is_done || error_no_memory(error);
}
