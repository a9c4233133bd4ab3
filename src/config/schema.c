#include "schema.h"

#include "environments.h"
#include "settings.h"

#define AT(field) .offset = offsetof(struct settings, field)
#define IN(type, field) .offset = offsetof(struct type, field)
#define BOUNDS(min_, max_) .min = (min_), .max = (max_)
#define FLAG(flag_, variable_, argument_)                                                          \
    .flag = (flag_), .variable = "RELEASE_GATE_" variable_, .argument = (argument_)
#define NAMES(names_)                                                                              \
    .names = &(const struct name_set)                                                              \
    {                                                                                              \
        (names_), ARRAY_LEN(names_)                                                                \
    }

#define SECOND 1000ULL
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define KI (1ULL << 10)
#define MI (1ULL << 20)

static const char *const api_versions[] = {"release-gate.power-edge.io/v1"};
static const char *const kinds[] = {"Configuration"};

static const char *const tls_versions[] = {
    [TLS_VERSION_1_2] = "1.2",
    [TLS_VERSION_1_3] = "1.3",
};

static const char *const tls_modes[] = {
    [TLS_MODE_FILES] = "files",
    [TLS_MODE_AUTO] = "auto",
};

static const char *const log_levels[] = {
    [LOG_LEVEL_ERROR] = "error",
    [LOG_LEVEL_WARN] = "warn",
    [LOG_LEVEL_INFO] = "info",
    [LOG_LEVEL_DEBUG] = "debug",
};

static const char *const log_formats[] = {
    [LOG_FORMAT_JSON] = "json",
    [LOG_FORMAT_TEXT] = "text",
};

static const char *const modes[] = {
    [ENFORCEMENT_ENFORCE] = "enforce",
    [ENFORCEMENT_WARN] = "warn",
    [ENFORCEMENT_AUDIT] = "audit",
};

static const char *const actions[] = {
    [ACTION_DENY] = "deny",
    [ACTION_WARN] = "warn",
    [ACTION_ALLOW] = "allow",
};

static const char *const controller_pods[] = {
    [ACTION_DENY] = "enforce",
    [ACTION_WARN] = "warn",
};

static const char *const digest_with_tag[] = {
    [DIGEST_WITH_TAG_BY_TAG] = "tag",
    [DIGEST_WITH_TAG_BY_DIGEST] = "digest",
};

static const char *const classes[] = {
    [TAG_INVALID] = "invalid",       [TAG_DIGEST] = "digest",           [TAG_LATEST] = "latest",
    [TAG_PRE_LATEST] = "pre-latest", [TAG_PRE_RELEASE] = "pre-release", [TAG_SHA] = "sha",
    [TAG_RELEASE] = "release",       [TAG_FLOATING] = "floating",       [TAG_UNKNOWN] = "unknown",
};

/* No tag can make a reference "invalid" or a "digest". */
static const char *const classes_of_tags[] = {
    [TAG_LATEST] = "latest",   [TAG_PRE_LATEST] = "pre-latest", [TAG_PRE_RELEASE] = "pre-release",
    [TAG_SHA] = "sha",         [TAG_RELEASE] = "release",       [TAG_FLOATING] = "floating",
    [TAG_UNKNOWN] = "unknown",
};

#define RULE(prefix, field, class, name, meaning)                                                  \
    {                                                                                              \
        .path = prefix name, .type = VALUE_ENUM, IN(environment, field[class]), NAMES(actions),    \
        .help = meaning                                                                            \
    }

#define RULES(prefix, field)                                                                       \
    RULE(prefix, field, TAG_INVALID, "invalid", "not an image reference"),                         \
        RULE(prefix, field, TAG_DIGEST, "digest", "a digest and no tag"),                          \
        RULE(prefix, field, TAG_LATEST, "latest", "latest, or no tag"),                            \
        RULE(prefix, field, TAG_PRE_LATEST, "pre-latest",                                          \
             "a moving pointer to builds that nobody promoted"),                                   \
        RULE(prefix, field, TAG_PRE_RELEASE, "pre-release",                                        \
             "a version with a pre-release identifier"),                                           \
        RULE(prefix, field, TAG_SHA, "sha", "a commit, or built straight from one"),               \
        RULE(prefix, field, TAG_RELEASE, "release", "a full release"),                             \
        RULE(prefix, field, TAG_FLOATING, "floating", "a moving pointer to full releases"),        \
        RULE(prefix, field, TAG_UNKNOWN, "unknown", "none of these")

/* One row reads as a paragraph; a line for each field would hide which rows there are. */
/* clang-format off */
static const struct schema_row rows[] = {
    {.path = "apiVersion", .type = VALUE_ENUM, AT(api_version), NAMES(api_versions),
     .is_required = true, .fallback = "release-gate.power-edge.io/v1",
     .help = "version of this format"},
    {.path = "kind", .type = VALUE_ENUM, AT(kind), NAMES(kinds), .is_required = true,
     .fallback = "Configuration", .help = "what this file is"},

    {.path = "server", .type = VALUE_OBJECT, .help = "the HTTPS server"},
    {.path = "server.listen", .type = VALUE_STRING, AT(server.listen), .format = &format_address,
     .fallback = "0.0.0.0:8443", FLAG("listen", "SERVER_LISTEN", "HOST:PORT"),
     .help = "address and port of the webhook (HTTPS)"},
    {.path = "server.threads", .type = VALUE_NUMBER, AT(server.threads), BOUNDS(0, 1024),
     .fallback = "0", FLAG("threads", "SERVER_THREADS", "NUMBER"),
     .help = "worker threads; 0: one for each core"},
    {.path = "server.maxRequestBytes", .type = VALUE_SIZE, AT(server.max_request_bytes),
     BOUNDS(KI, 64 * MI), .fallback = "8Mi",
     FLAG("max-request-bytes", "SERVER_MAX_REQUEST_BYTES", "SIZE"),
     .help = "largest request body"},
    {.path = "server.maxConnections", .type = VALUE_NUMBER, AT(server.max_connections),
     BOUNDS(1, 1000000), .fallback = "1024",
     FLAG("max-connections", "SERVER_MAX_CONNECTIONS", "NUMBER"),
     .help = "connections open at a time"},
    {.path = "server.maxConnectionsPerAddress", .type = VALUE_NUMBER,
     AT(server.max_connections_per_address), BOUNDS(0, 1000000), .fallback = "768",
     FLAG("max-connections-per-address", "SERVER_MAX_CONNECTIONS_PER_ADDRESS", "NUMBER"),
     .help = "connections from one address at a time; 0: no limit of its own"},
    {.path = "server.headerTimeout", .type = VALUE_DURATION, AT(server.header_timeout_ms),
     BOUNDS(SECOND, 10 * MINUTE), .fallback = "10s",
     FLAG("header-timeout", "SERVER_HEADER_TIMEOUT", "DURATION"),
     .help = "how long the handshake and the headers of a request may take"},
    {.path = "server.requestTimeout", .type = VALUE_DURATION, AT(server.request_timeout_ms),
     BOUNDS(SECOND, 10 * MINUTE), .fallback = "30s",
     FLAG("request-timeout", "SERVER_REQUEST_TIMEOUT", "DURATION"),
     .help = "how long sending the body may take, and then reading the answer"},
    {.path = "server.idleTimeout", .type = VALUE_DURATION, AT(server.idle_timeout_ms),
     BOUNDS(SECOND, HOUR), .fallback = "120s",
     FLAG("idle-timeout", "SERVER_IDLE_TIMEOUT", "DURATION"),
     .help = "how long a connection may be silent"},
    {.path = "server.shutdownDelay", .type = VALUE_DURATION, AT(server.shutdown_delay_ms),
     BOUNDS(0, 10 * MINUTE), .fallback = "5s",
     FLAG("shutdown-delay", "SERVER_SHUTDOWN_DELAY", "DURATION"),
     .help = "how long to go on serving, not ready, after SIGTERM"},
    {.path = "server.drainTimeout", .type = VALUE_DURATION, AT(server.drain_timeout_ms),
     BOUNDS(0, 10 * MINUTE), .fallback = "20s",
     FLAG("drain-timeout", "SERVER_DRAIN_TIMEOUT", "DURATION"),
     .help = "how long after that to wait for open requests"},
    {.path = "server.reloadInterval", .type = VALUE_DURATION, AT(server.reload_interval_ms),
     BOUNDS(0, HOUR), .fallback = "10s",
     FLAG("reload-interval", "SERVER_RELOAD_INTERVAL", "DURATION"),
     .help = "how often to look whether configuration and certificate have changed; 0: at SIGHUP "
             "only"},

    {.path = "tls", .type = VALUE_OBJECT, .help = "certificate of the server, and who may ask it"},
    {.path = "tls.mode", .type = VALUE_ENUM, AT(tls.mode), NAMES(tls_modes), .fallback = "files",
     FLAG("tls-mode", "TLS_MODE", "files|auto"),
     .help = "files, or auto: a CA of its own, kept in a Secret and told to the API server"},
    {.path = "tls.certFile", .type = VALUE_STRING, AT(tls.cert_file), .format = &format_line,
     .may_be_empty = true, .fallback = "", FLAG("tls-cert", "TLS_CERT_FILE", "FILE"),
     .help = "certificate chain, PEM, leaf first; mode files without it: a self-signed one is made"},
    {.path = "tls.keyFile", .type = VALUE_STRING, AT(tls.key_file), .format = &format_line,
     .may_be_empty = true, .fallback = "", FLAG("tls-key", "TLS_KEY_FILE", "FILE"),
     .help = "private key of the certificate, PEM"},
    {.path = "tls.minVersion", .type = VALUE_ENUM, AT(tls.min_version), NAMES(tls_versions),
     .fallback = "1.2", FLAG("tls-min-version", "TLS_MIN_VERSION", "VERSION"),
     .help = "lowest TLS version accepted"},
    {.path = "tls.clientCAFile", .type = VALUE_STRING, AT(tls.client_ca_file),
     .format = &format_line, .may_be_empty = true, .fallback = "",
     FLAG("client-ca", "TLS_CLIENT_CA_FILE", "FILE"),
     .help = "CA that must have signed a client's certificate, PEM; without it anyone may ask"},
    {.path = "tls.clientNames", .type = VALUE_TEXTS, AT(tls.client_names), .format = &format_line,
     .help = "common or DNS names of clients that may ask; none: all that the CA signed"},
    {.path = "tls.secret", .type = VALUE_STRING, AT(tls.secret), .format = &format_object_name,
     .fallback = "release-gate-auto-tls", FLAG("tls-secret", "TLS_SECRET", "NAME"),
     .help = "mode auto: Secret for CA and certificate, in the pod's namespace"},
    {.path = "tls.service", .type = VALUE_STRING, AT(tls.service), .format = &format_dns_label,
     .fallback = "release-gate", FLAG("tls-service", "TLS_SERVICE", "NAME"),
     .help = "mode auto: Service by which the API server calls, in the pod's namespace"},
    {.path = "tls.webhookConfiguration", .type = VALUE_STRING, AT(tls.webhook_configuration),
     .format = &format_object_name, .fallback = "release-gate",
     FLAG("tls-webhook-configuration", "TLS_WEBHOOK_CONFIGURATION", "NAME"),
     .help = "mode auto: ValidatingWebhookConfiguration that gets the caBundle"},
    {.path = "tls.certificateLifetime", .type = VALUE_DURATION, AT(tls.certificate_lifetime_ms),
     BOUNDS(10 * SECOND, 3650 * DAY), .fallback = "2160h",
     FLAG("tls-certificate-lifetime", "TLS_CERTIFICATE_LIFETIME", "DURATION"),
     .help = "mode auto: how long a certificate is valid; it is renewed after two thirds of that"},
    {.path = "tls.authorityLifetime", .type = VALUE_DURATION, AT(tls.authority_lifetime_ms),
     BOUNDS(20 * SECOND, 3650 * DAY), .fallback = "8760h",
     FLAG("tls-authority-lifetime", "TLS_AUTHORITY_LIFETIME", "DURATION"),
     .help = "mode auto: how long a CA is valid; at least twice as long as a certificate"},
    {.path = "tls.checkInterval", .type = VALUE_DURATION, AT(tls.check_interval_ms),
     BOUNDS(100, HOUR), .fallback = "5s",
     FLAG("tls-check-interval", "TLS_CHECK_INTERVAL", "DURATION"),
     .help = "mode auto: how often to look at Secret and caBundle"},

    {.path = "metrics", .type = VALUE_OBJECT, .help = "metrics and probes without TLS"},
    {.path = "metrics.listen", .type = VALUE_STRING, AT(metrics.listen), .format = &format_address,
     .may_be_empty = true, .fallback = "127.0.0.1:8080",
     FLAG("metrics-listen", "METRICS_LISTEN", "HOST:PORT"),
     .help = "address and port for /metrics, /livez and /readyz in plain HTTP; empty: none"},

    {.path = "audit", .type = VALUE_OBJECT,
     .help = "what runs already, looked at by one replica at a time and told as metrics"},
    {.path = "audit.enabled", .type = VALUE_BOOLEAN, AT(audit.enabled), .fallback = "false",
     FLAG("audit", "AUDIT_ENABLED", "true|false"), .help = "audit the cluster in the background"},
    {.path = "audit.interval", .type = VALUE_DURATION, AT(audit.interval_ms),
     BOUNDS(SECOND, 24 * HOUR), .fallback = "10m",
     FLAG("audit-interval", "AUDIT_INTERVAL", "DURATION"), .help = "from one audit to the next"},
    {.path = "audit.kubeconfig", .type = VALUE_STRING, AT(audit.kubeconfig),
     .format = &format_line, .may_be_empty = true, .fallback = "",
     FLAG("audit-kubeconfig", "AUDIT_KUBECONFIG", "FILE"),
     .help = "how to reach the cluster; without it the pod's service account"},
    {.path = "audit.lease", .type = VALUE_STRING, AT(audit.lease), .format = &format_dns_label,
     .fallback = "release-gate-audit", FLAG("audit-lease", "AUDIT_LEASE", "NAME"),
     .help = "Lease in the pod's namespace, by which replicas agree who audits"},
    {.path = "audit.maxWorkloads", .type = VALUE_NUMBER, AT(audit.max_workloads),
     BOUNDS(0, 100000), .fallback = "5000",
     FLAG("audit-max-workloads", "AUDIT_MAX_WORKLOADS", "NUMBER"),
     .help = "containers that release_gate_workload_info tells of; further ones are counted"},
    {.path = "audit.infoMetric", .type = VALUE_STRING, AT(audit.info_metric),
     .format = &format_metric, .may_be_empty = true, .fallback = "",
     FLAG("audit-info-metric", "AUDIT_INFO_METRIC", "NAME"),
     .help = "a metric of this name with the labels environment and version, for dashboards that "
             "have one; empty: none"},
    {.path = "audit.infoImages", .type = VALUE_TEXTS, AT(audit.info_images),
     .format = &format_glob, .sample = "[\"ghcr.io/power-edge/*\"]",
     .help = "globs of image names that audit.infoMetric tells of; none: all"},
    {.path = "audit.report", .type = VALUE_OBJECT, .help = "what an audit leaves in the cluster"},
    {.path = "audit.report.openreports", .type = VALUE_BOOLEAN, AT(audit.writes_open_reports),
     .fallback = "false", FLAG("audit-report-openreports", "AUDIT_REPORT_OPENREPORTS", "true|false"),
     .help = "write a Report (openreports.io/v1alpha1) into each namespace with findings"},

    {.path = "events", .type = VALUE_OBJECT, .help = "denials as Events in the cluster"},
    {.path = "events.enabled", .type = VALUE_BOOLEAN, AT(events.enabled), .fallback = "false",
     FLAG("events", "EVENTS_ENABLED", "true|false"),
     .help = "write an Event for a denial that is no dry run"},
    {.path = "events.kubeconfig", .type = VALUE_STRING, AT(events.kubeconfig),
     .format = &format_line, .may_be_empty = true, .fallback = "",
     FLAG("events-kubeconfig", "EVENTS_KUBECONFIG", "FILE"),
     .help = "how to reach the cluster; without it the pod's service account"},

    {.path = "logging", .type = VALUE_OBJECT, .help = "what goes to standard error"},
    {.path = "logging.level", .type = VALUE_ENUM, AT(logging.level), NAMES(log_levels),
     .fallback = "info", FLAG("log-level", "LOGGING_LEVEL", "LEVEL"),
     .help = "error, warn, info or debug: this and what is worse"},
    {.path = "logging.format", .type = VALUE_ENUM, AT(logging.format), NAMES(log_formats),
     .fallback = "json", FLAG("log-format", "LOGGING_FORMAT", "FORMAT"), .help = "json or text"},
    {.path = "logging.decisions", .type = VALUE_BOOLEAN, AT(logging.decisions),
     .fallback = "false", FLAG("log-decisions", "LOGGING_DECISIONS", "true|false"),
     .help = "write a line for each decision"},

    {.path = "environments", .type = VALUE_OBJECTS, AT(environments),
     .item_size = sizeof(struct environment), .is_policy = true,
     .help = "what each environment accepts; the first whose namespaces match decides"},
    {.path = "environments[].name", .type = VALUE_TEXT, IN(environment, name),
     .format = &format_dns_label, .is_required = true, .prepare = environment_prepare,
     .sample = "production", .help = "production, test and dev are built in"},
    {.path = "environments[].namespaces", .type = VALUE_TEXTS, IN(environment, namespaces),
     .format = &format_glob, .sample = "[production, \"prod-*\"]",
     .help = "globs of the namespaces that belong to it"},
    {.path = "environments[].mode", .type = VALUE_ENUM, IN(environment, mode), NAMES(modes),
     .sample = "warn", .help = "enforce, warn (nothing is denied) or audit (nobody is told)"},
    {.path = "environments[].rules", .type = VALUE_OBJECT, .sample = "{digest: allow, sha: warn}",
     .help = "allow, warn or deny, for each class of tag"},
    RULES("environments[].rules.", image_rules),
    {.path = "environments[].revisionRules", .type = VALUE_OBJECT, .sample = "{sha: allow}",
     .prepare = environment_prepare_revision_rules,
     .help = "the same for Git revisions and chart versions; a class not given: as in rules"},
    RULES("environments[].revisionRules.", revision_rules),
    {.path = "environments[].placeholders", .type = VALUE_ENUM, IN(environment, placeholders),
     NAMES(actions), .sample = "deny",
     .help = "allow, warn or deny what is still to be filled in, such as {{version}}"},

    {.path = "defaultEnvironment", .type = VALUE_TEXT, AT(default_environment),
     .format = &format_dns_label, .is_policy = true, .fallback = "dev",
     FLAG("default-environment", "DEFAULT_ENVIRONMENT", "NAME"),
     .help = "environment of the namespaces that no other one names"},
    {.path = "digestWithTag", .type = VALUE_ENUM, AT(digest_with_tag), NAMES(digest_with_tag),
     .is_policy = true, .fallback = "tag", FLAG("digest-with-tag", "DIGEST_WITH_TAG", "tag|digest"),
     .help = "what a reference with both is judged by"},

    {.path = "tagClasses", .type = VALUE_OBJECTS, AT(tag_classes),
     .item_size = sizeof(struct tag_class_settings), .is_policy = true,
     .help = "tag patterns of your own, asked before the built-in ones; the first match wins"},
    {.path = "tagClasses[].images", .type = VALUE_TEXTS, IN(tag_class_settings, images),
     .format = &format_glob, .sample = "[\"ghcr.io/power-edge/*\"]",
     .help = "globs of image names without tag; none: all"},
    {.path = "tagClasses[].pattern", .type = VALUE_TEXT, IN(tag_class_settings, pattern),
     .format = &format_tag_pattern, .is_required = true, .sample = "'^build-\\d+$'",
     .help = "PCRE2, case ignored; anchor it with ^ and $"},
    {.path = "tagClasses[].class", .type = VALUE_ENUM, IN(tag_class_settings, class),
     NAMES(classes_of_tags), .is_required = true, .sample = "pre-release",
     .help = "class of the tags that match"},

    {.path = "exemptions", .type = VALUE_OBJECTS, AT(exemptions),
     .item_size = sizeof(struct exemption), .is_policy = true,
     .help = "images that pass with a warning until a day; all lists of one must match"},
    {.path = "exemptions[].name", .type = VALUE_TEXT, IN(exemption, name), .format = &format_line,
     .is_required = true, .sample = "vendor-agent", .help = "stands in warnings and metrics"},
    {.path = "exemptions[].images", .type = VALUE_TEXTS, IN(exemption, images),
     .format = &format_glob, .sample = "[\"docker.io/vendor/agent\"]",
     .help = "globs of \"registry/name\" or of the whole reference; none: all"},
    {.path = "exemptions[].namespaces", .type = VALUE_TEXTS, IN(exemption, namespaces),
     .format = &format_glob, .sample = "[production]", .help = "globs of namespaces; none: all"},
    {.path = "exemptions[].environments", .type = VALUE_TEXTS, IN(exemption, environments),
     .format = &format_dns_label, .sample = "[production]",
     .help = "names of environments; none: all"},
    {.path = "exemptions[].classes", .type = VALUE_CLASSES, IN(exemption, classes), NAMES(classes),
     .sample = "[digest]", .help = "classes of tags; none: all"},
    {.path = "exemptions[].reason", .type = VALUE_TEXT, IN(exemption, reason),
     .format = &format_line, .is_required = true, .sample = "the vendor publishes digests only",
     .help = "why; stands in the warning"},
    {.path = "exemptions[].until", .type = VALUE_DATE, IN(exemption, until), .is_required = true,
     .sample = "2027-03-31", .help = "last day on which it counts, UTC"},

    {.path = "breakGlass", .type = VALUE_OBJECT, .is_policy = true,
     .help = "who may pass the gate with an annotation that says why"},
    {.path = "breakGlass.groups", .type = VALUE_TEXTS, AT(break_glass_groups),
     .format = &format_line, .help = "groups of the users whose annotation counts; none: nobody's"},

    {.path = "namespaceGuard", .type = VALUE_OBJECT, .is_policy = true,
     .help = "who may move a namespace to another environment by its label"},
    {.path = "namespaceGuard.groups", .type = VALUE_TEXTS, AT(guard_groups),
     .format = &format_line, .help = "groups of the users who may; none: nobody"},

    {.path = "controllerPods", .type = VALUE_ENUM, AT(controller_pods), NAMES(controller_pods),
     .is_policy = true, .fallback = "warn",
     FLAG("controller-pods", "CONTROLLER_PODS", "warn|enforce"),
     .help = "Pods that built-in controllers make from templates that were judged"},

    {.path = "workloads", .type = VALUE_OBJECTS, AT(workloads),
     .item_size = sizeof(struct workload_settings), .is_policy = true,
     .help = "where the images of custom resources stand, asked before the built-in table"},
    {.path = "workloads[].group", .type = VALUE_TEXT, IN(workload_settings, group),
     .format = &format_group, .may_be_empty = true, .sample = "example.com",
     .help = "API group; empty: the core group"},
    {.path = "workloads[].kind", .type = VALUE_TEXT, IN(workload_settings, kind),
     .format = &format_kind, .is_required = true, .sample = "Thing",
     .help = "kind, in any version"},
    {.path = "workloads[].podSpecs", .type = VALUE_TEXTS, IN(workload_settings, pod_specs),
     .format = &format_field_path, .sample = "[spec.template.spec]", .help = "paths of pod specs"},
    {.path = "workloads[].images", .type = VALUE_TEXTS, IN(workload_settings, images),
     .format = &format_field_path, .sample = "[\"spec.steps[].image\"]",
     .help = "paths of image references"},
    {.path = "workloads[].revisions", .type = VALUE_TEXTS, IN(workload_settings, revisions),
     .format = &format_field_path, .sample = "[spec.source.revision]",
     .help = "paths of Git revisions or chart versions"},

    {.path = "message", .type = VALUE_OBJECT, .is_policy = true, .help = "what a denial adds"},
    {.path = "message.help", .type = VALUE_TEXT, AT(help), .format = &format_lines,
     .may_be_empty = true, .fallback = "", FLAG("message-help", "MESSAGE_HELP", "TEXT"),
     .help = "last line of every denial: whom to ask"},
};
/* clang-format on */

const struct schema_row *schema_rows(size_t *count)
{
    *count = ARRAY_LEN(rows);
    return rows;
}
