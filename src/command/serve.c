#include "command.h"
#include "load_config.h"
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

static enum exit_code serve(struct config *config, const struct config_source *source)
{
    struct error error = {0};
    signals_hold();
    struct server *server = server_start(config, source, &error);
    if (server == NULL) {
        log_error("cannot start", LOG_ERROR(&error));
        return error.source[0] != '\0' ? EXIT_USAGE : EXIT_INTERNAL;
    }
    log_start(config, server);
    server_run(server);
    server_free(server);
    log_info("stopped", LOG_NUMBER("lostLogLines", log_lost_lines()));
    return EXIT_CLEAN;
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
    return serve(config, &source);
}
