#include "fixed_settings.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "runtime/log.h"

static void put_listen(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%s", config->server.listen);
}

static void put_threads(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%" PRIu32, config->server.threads);
}

static void put_connections(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%" PRIu32, config->server.max_connections);
}

static void put_idle_timeout(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%" PRIu64, config->server.idle_timeout_ms);
}

static void put_min_version(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%d", (int)config->tls.min_version);
}

static void put_tls_mode(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%d", (int)config->tls.mode);
}

static void put_has_certificate(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%d", config->tls.cert_file[0] != '\0');
}

static void put_has_authority(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%d", config->tls.client_ca_file[0] != '\0');
}

static void put_metrics_listen(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%s", config->metrics.listen);
}

static void put_audit_enabled(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%d", config->audit.enabled);
}

static void put_audit_kubeconfig(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%s", config->audit.kubeconfig);
}

static void put_audit_lease(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%s", config->audit.lease);
}

static void put_events_enabled(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%d", config->events.enabled);
}

static void put_events_kubeconfig(const struct config *config, char *out)
{
    snprintf(out, FIXED_VALUE_BYTES, "%s", config->events.kubeconfig);
}

static const struct {
    struct text key;
    void (*put)(const struct config *config, char *out);
} rows[] = {
    {TEXT_INIT("server.listen"), put_listen},
    {TEXT_INIT("server.threads"), put_threads},
    {TEXT_INIT("server.maxConnections"), put_connections},
    {TEXT_INIT("server.idleTimeout"), put_idle_timeout},
    {TEXT_INIT("tls.minVersion"), put_min_version},
    {TEXT_INIT("tls.mode"), put_tls_mode},
    {TEXT_INIT("tls.certFile"), put_has_certificate}, /* another file is no problem, none is */
    {TEXT_INIT("tls.clientCAFile"), put_has_authority},
    {TEXT_INIT("metrics.listen"), put_metrics_listen},
    {TEXT_INIT("audit.enabled"), put_audit_enabled},
    {TEXT_INIT("audit.kubeconfig"), put_audit_kubeconfig},
    {TEXT_INIT("audit.lease"), put_audit_lease},
    {TEXT_INIT("events.enabled"), put_events_enabled},
    {TEXT_INIT("events.kubeconfig"), put_events_kubeconfig},
};

_Static_assert(ARRAY_LEN(rows) <= ARRAY_LEN(((struct fixed_settings *)0)->values),
               "a value for each row");

void fixed_settings_take(struct fixed_settings *fixed, const struct config *config)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        rows[i].put(config, fixed->values[i]);
}

void fixed_settings_warn(const struct fixed_settings *fixed, const struct config *config)
{
    struct text changed[ARRAY_LEN(rows)];
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char value[FIXED_VALUE_BYTES];
        rows[i].put(config, value);
        if (strcmp(value, fixed->values[i]) != 0)
            changed[count++] = rows[i].key;
    }
    if (count != 0)
        log_warn("changed settings that need a restart", LOG_LIST("keys", changed, count));
}
