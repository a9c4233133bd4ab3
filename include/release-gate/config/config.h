/* config.h - everything that an admin can set: immutable once loaded. */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "core/policy.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };
enum log_format { LOG_FORMAT_JSON, LOG_FORMAT_TEXT };
enum tls_mode { TLS_MODE_FILES, TLS_MODE_AUTO };
enum tls_version { TLS_VERSION_1_2, TLS_VERSION_1_3 };

/* Strings are NUL-terminated and live in the config; "" is not set. */
struct server_settings {
    const char *listen; /* "0.0.0.0:8443", "[::]:8443" */
    uint32_t threads;   /* 0: as many as there are cores */
    uint64_t max_request_bytes;
    uint32_t max_connections;
    uint32_t max_connections_per_address; /* 0: as many as in all */
    uint64_t header_timeout_ms;
    uint64_t request_timeout_ms;
    uint64_t idle_timeout_ms;
    uint64_t shutdown_delay_ms;
    uint64_t drain_timeout_ms;
    uint64_t reload_interval_ms; /* 0: at SIGHUP only */
};

struct tls_settings {
    enum tls_mode mode;
    const char *cert_file; /* PEM, leaf first; "" with key_file "": an ephemeral self-signed one */
    const char *key_file;
    enum tls_version min_version;
    const char *client_ca_file;    /* "": every client may ask */
    struct text_list client_names; /* common names or DNS names; none: any that the CA signed */

    /* With TLS_MODE_AUTO. */
    const char *secret;
    const char *service;
    const char *webhook_configuration;
    uint64_t certificate_lifetime_ms;
    uint64_t authority_lifetime_ms;
    uint64_t check_interval_ms;
};

struct metrics_settings {
    const char *listen; /* plain HTTP: /livez, /readyz; "": none */
};

struct audit_settings {
    bool enabled;
    uint64_t interval_ms;
    const char *kubeconfig;       /* "": the pod's service account */
    const char *lease;            /* name, in the pod's namespace */
    uint32_t max_workloads;       /* that are told one by one */
    const char *info_metric;      /* name of a metric of environments and versions; "": none */
    struct text_list info_images; /* globs of image names that it tells of; none: all */
    bool writes_open_reports;     /* Report objects of openreports.io */
};

struct event_settings {
    bool enabled;
    const char *kubeconfig; /* "": the pod's service account */
};

struct logging_settings {
    enum log_level level;
    enum log_format format;
    bool decisions; /* one line for each decision */
};

struct settings;

struct config {
    struct server_settings server;
    struct tls_settings tls;
    struct metrics_settings metrics;
    struct audit_settings audit;
    struct event_settings events;
    struct logging_settings logging;
    struct policy *policy;           /* never NULL; its memory also holds the texts above */
    const struct settings *settings; /* the file's keys with all defaults: config_put_yaml */
};

/* One setting from outside the file: a flag or an environment variable. */
struct config_override {
    const char *key;    /* "server.listen" */
    const char *value;  /* as written */
    const char *origin; /* "--listen", "RELEASE_GATE_SERVER_LISTEN": named in errors */
};

/* `bytes` is the file's content (empty: no file), `name` names it in errors. Later overrides win
 * over earlier ones and all of them over the file. Pure: reads no file and no environment. On
 * failure NULL, and `errors` holds all that is wrong, not just the first. */
MUST_CHECK struct config *config_parse(struct text bytes, const char *name,
                                       const struct config_override *overrides, size_t count,
                                       struct error_list *errors);
void config_free(struct config *config);

/* The effective settings as YAML that config_parse reads back to the same. */
void config_put_yaml(const struct config *config, struct buffer *out);

/* A commented file with every key at its default. */
void config_put_example(struct buffer *out);

/* JSON Schema (draft 2020-12) of the file. */
void config_put_schema(struct buffer *out);

/* A setting that is one value, so that a flag and an environment variable can give it too. */
struct config_key {
    const char *key;         /* "server.maxRequestBytes" */
    const char *flag;        /* "max-request-bytes" */
    const char *environment; /* "RELEASE_GATE_SERVER_MAX_REQUEST_BYTES" */
    const char *argument;    /* "SIZE": what --help calls the value */
    const char *fallback;    /* the default as it would be written */
    const char *help;        /* "largest request body" */
};

/* All of them, in the order of the file. Valid as long as the calling thread. */
const struct config_key *config_keys(size_t *count);

#endif
