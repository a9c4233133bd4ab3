#include "daemon.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "connection.h"
#include "request.h"
#include "runtime/log.h"

enum {
    MILLISECONDS_PER_SECOND = 1000,
    MAX_OPTIONS = 16,
    LOG_BYTES = 512,

    /* Of each connection, for request line, headers and the piece of the body that was just read;
     * what does not fit is answered with 431. An API server sends less than 1 KiB of headers. */
    CONNECTION_BYTES = 32 * 1024,

    PLAIN_TIMEOUT_SECONDS = 10,
};

/* Forward secrecy and authenticated encryption only (RFC 9325, 4.2). Clients send a key for X25519
 * first; preferring another group costs them a second round (HelloRetryRequest). */
#define CIPHERS                                                                                    \
    ":-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:-CIPHER-ALL:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305"    \
    ":-MAC-ALL:+AEAD"                                                                              \
    ":-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:%SERVER_PRECEDENCE"

static const char *const priorities[] = {
    [TLS_VERSION_1_2] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" CIPHERS,
    [TLS_VERSION_1_3] = "NORMAL:-VERS-ALL:+VERS-TLS1.3" CIPHERS,
};

struct options {
    struct MHD_OptionItem items[MAX_OPTIONS];
    size_t count;
};

static void add(struct options *options, enum MHD_OPTION option, uint64_t number,
                const void *pointer)
{
    options->items[options->count++] = (struct MHD_OptionItem){
        .option = option,
        .value = (intptr_t)number,
        .ptr_value = (void *)(uintptr_t)pointer,
    };
}

static void note(void *listener, const char *format, va_list arguments) PRINTF_LIKE(2, 0);

/* The library's own complaints, most of them about clients that hang up. */
static void note(void *listener, const char *format, va_list arguments)
{
    char text[LOG_BYTES];
    (void)listener;
    if (!log_is_enabled(LOG_SEVERITY_DEBUG) || vsnprintf(text, sizeof text, format, arguments) < 0)
        return;
    text[strcspn(text, "\n")] = '\0';
    log_debug("libmicrohttpd", LOG_STRING("text", text));
}

/* "%00" stays as it is: decoded it would end the path before its end. */
static size_t unescape(void *closure, struct MHD_Connection *connection, char *text)
{
    (void)closure;
    (void)connection;
    return strstr(text, "%00") != NULL ? strlen(text) : MHD_http_unescape(text);
}

/* How many connections there may be is decided before (connections.h). The limit of the library is
 * one that is never reached: there its thread keeps a lock of its own and waits for it for ever
 * (seen with 0.9.75 of Debian 12). */
enum { LIMIT_OF_LIBRARY = INT_MAX };

static void add_https(struct options *options, const struct server *server,
                      const struct config *config)
{
    uint64_t timeout_s = config->server.idle_timeout_ms / MILLISECONDS_PER_SECOND;
    add(options, MHD_OPTION_CONNECTION_LIMIT, LIMIT_OF_LIBRARY, NULL);
    add(options, MHD_OPTION_CONNECTION_TIMEOUT, timeout_s != 0 ? timeout_s : 1, NULL);
    add(options, MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (const void *)(uintptr_t)credentials_retrieve);
    add(options, MHD_OPTION_HTTPS_PRIORITIES, 0, priorities[config->tls.min_version]);
    if (server->client_ca != NULL)
        add(options, MHD_OPTION_HTTPS_MEM_TRUST, 0, server->client_ca);
    if (server->threads > 1)
        add(options, MHD_OPTION_THREAD_POOL_SIZE, server->threads, NULL);
}

static void add_plain(struct options *options)
{
    add(options, MHD_OPTION_CONNECTION_LIMIT, LIMIT_OF_LIBRARY, NULL);
    add(options, MHD_OPTION_CONNECTION_TIMEOUT, PLAIN_TIMEOUT_SECONDS, NULL);
}

bool daemon_start(struct listener *listener, const struct config *config, struct error *error)
{
    bool is_https = listener->entrance == ENTRANCE_HTTPS;
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG | MHD_USE_NO_LISTEN_SOCKET;
    struct options options = {0};
    add(&options, MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES, NULL);
    add(&options, MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL);
    if (is_https)
        add_https(&options, listener->server, config);
    else
        add_plain(&options);
    add(&options, MHD_OPTION_END, 0, NULL);
    listener->daemon =
        MHD_start_daemon(flags | (is_https ? MHD_USE_TLS | MHD_ALLOW_SUSPEND_RESUME : 0), 0, NULL,
                         NULL, request_handle, listener, MHD_OPTION_EXTERNAL_LOGGER, note, NULL,
                         MHD_OPTION_UNESCAPE_CALLBACK, unescape, NULL, MHD_OPTION_URI_LOG_CALLBACK,
                         request_expect, NULL, MHD_OPTION_NOTIFY_CONNECTION, connection_notify,
                         listener, MHD_OPTION_NOTIFY_COMPLETED, request_end, listener,
                         MHD_OPTION_ARRAY, options.items, MHD_OPTION_END);
    return listener->daemon != NULL ||
           error_set(error, ERROR_SYSTEM, "the server at %s cannot be started",
                     listener->socket.address);
}

void daemon_stop(struct listener *listener)
{
    if (listener->daemon != NULL)
        MHD_stop_daemon(listener->daemon);
    listener->daemon = NULL;
}
