#include <stdlib.h>
#include <string.h>

#include "authority/authority.h"
#include "command.h"
#include "load_config.h"
#include "open_cluster.h"
#include "output.h"
#include "runtime/log.h"
#include "runtime/signals.h"
#include "server/server.h"

static const enum log_severity severities[] = {
    [LOG_LEVEL_ERROR] = LOG_SEVERITY_ERROR,
    [LOG_LEVEL_WARN] = LOG_SEVERITY_WARN,
    [LOG_LEVEL_INFO] = LOG_SEVERITY_INFO,
    [LOG_LEVEL_DEBUG] = LOG_SEVERITY_DEBUG,
};

static const enum log_style styles[] = {
    [LOG_FORMAT_JSON] = LOG_STYLE_JSON,
    [LOG_FORMAT_TEXT] = LOG_STYLE_TEXT,
};

enum { MAX_NAMES = 32 };

/* Scripts read the address from this line. */
static void log_start(const struct config *config, const struct server *server)
{
    struct text names[MAX_NAMES];
    size_t count = 0;
    for (; count < config->policy->environment_count && count < MAX_NAMES; count++)
        names[count] = config->policy->environments[count].name;
    log_info("serving", LOG_STRING("address", server_address(server)),
             LOG_STRING("metricsAddress", server_plain_address(server)),
             LOG_STRING("version", RELEASE_GATE_VERSION),
             LOG_STRING("policy", config->policy->hash), LOG_LIST("environments", names, count),
             LOG_NUMBER("threads", server_threads(server)));
}

static void configure_log(void *closure, const struct config *config)
{
    (void)closure;
    log_configure(severities[config->logging.level], styles[config->logging.format]);
}

static struct config *load(void *arguments, struct error_list *errors)
{
    return load_config_quietly(arguments, errors);
}

static bool take_certificate(void *server, const char *certificate, const char *key,
                             struct error *error)
{
    return server_take_certificate(server, certificate, key, error);
}

/* What runs beside the server; its strings are those of the settings, which live as long. */
struct service {
    struct server *server;
    struct authority *authority; /* NULL: the certificate comes from files */
};

static bool start_authority(struct service *service, const struct arguments *arguments,
                            const struct authority_settings *settings, struct error *error)
{
    const struct authority_sink sink = {take_certificate, service->server};
    struct cluster *cluster = open_cluster(arguments, error);
    if (cluster == NULL)
        return false;
    service->authority = authority_start(cluster, settings, &sink, error);
    return service->authority != NULL;
}

static enum exit_code run(struct config *config, const struct config_source *source,
                          const struct authority_settings *settings)
{
    struct service service = {0};
    struct error error = {0};
    signals_hold();
    service.server = server_start(config, source, &error);
    if (service.server != NULL)
        log_start(config, service.server);
    if (service.server == NULL ||
        (settings != NULL && !start_authority(&service, source->closure, settings, &error))) {
        log_error("cannot start", LOG_ERROR(&error));
        server_free(service.server);
        return error.source[0] != '\0' || settings != NULL ? EXIT_USAGE : EXIT_INTERNAL;
    }
    server_run(service.server);
    authority_cease(service.authority);
    server_drain(service.server);
    authority_stop(service.authority);
    server_free(service.server);
    log_info("stopped", LOG_NUMBER("lostLogLines", log_lost_lines()));
    return EXIT_CLEAN;
}

/* The names are copies: a configuration that is reloaded takes its own with it. */
struct names {
    char *secret;
    char *service;
    char *webhook_configuration;
};

static enum exit_code run_with_authority(struct config *config, const struct config_source *source)
{
    const struct tls_settings *tls = &config->tls;
    struct names names = {strdup(tls->secret), strdup(tls->service),
                          strdup(tls->webhook_configuration)};
    const struct authority_settings settings = {
        .secret = names.secret,
        .service = names.service,
        .webhook_configuration = names.webhook_configuration,
        .certificate_lifetime_ms = tls->certificate_lifetime_ms,
        .authority_lifetime_ms = tls->authority_lifetime_ms,
        .interval_ms = tls->check_interval_ms,
    };
    enum exit_code code = EXIT_INTERNAL;
    if (names.secret != NULL && names.service != NULL && names.webhook_configuration != NULL)
        code = run(config, source, &settings);
    else
        config_free(config);
    free(names.secret);
    free(names.service);
    free(names.webhook_configuration);
    return code;
}

enum exit_code command_serve(const struct command *command, const struct arguments *arguments)
{
    struct config *config = load_config(arguments);
    struct arguments own = *arguments;
    struct config_source source = {
        .file = load_config_file(arguments),
        .load = load,
        .loaded = configure_log,
        .closure = &own,
    };
    (void)command;
    if (config == NULL)
        return EXIT_USAGE;
    configure_log(NULL, config);
    return config->tls.mode == TLS_MODE_AUTO ? run_with_authority(config, &source)
                                             : run(config, &source, NULL);
}
