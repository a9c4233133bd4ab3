#include "authority/authority.h"
#include "command.h"
#include "open_cluster.h"
#include "output.h"

static const char *value_or(const struct arguments *arguments, const char *name,
                            const char *fallback)
{
    const char *value = arguments_value(arguments, name);
    return value != NULL ? value : fallback;
}

enum exit_code command_cleanup(const struct command *command, const struct arguments *arguments)
{
    const char *configuration = value_or(arguments, "webhook-configuration", "release-gate");
    const char *secret = value_or(arguments, "secret", "");
    struct error error = {0};
    unsigned status = 0;
    struct cluster *cluster = open_cluster(arguments, &error);
    (void)command;
    if (cluster == NULL) {
        output_complain_error(&error);
        return EXIT_USAGE;
    }
    bool is_removed = authority_remove(cluster, configuration, secret, &status, &error);
    cluster_close(cluster);
    if (is_removed)
        return EXIT_CLEAN;
    output_complain_error(&error);
    return EXIT_UNREACHABLE;
}
