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

/* Applied by something else than Helm, the Job of the chart's hook runs at once: it must not open
 * the cluster. */
static bool remove_all(struct cluster *cluster, const struct arguments *arguments,
                       struct error *error)
{
    const char *configuration = value_or(arguments, "webhook-configuration", "release-gate");
    const char *secret = value_or(arguments, "secret", "");
    const char *release = arguments_value(arguments, "release");
    bool is_of_release = true;
    if (release != NULL &&
        !authority_ask_release(cluster, configuration, release, &is_of_release, error))
        return false;
    if (is_of_release)
        return authority_remove(cluster, configuration, secret, error);
    output_complain("ValidatingWebhookConfiguration %s was not installed by Helm as release %s: "
                    "nothing is deleted",
                    configuration, release);
    return true;
}

enum exit_code command_cleanup(const struct command *command, const struct arguments *arguments)
{
    struct error error = {0};
    struct cluster *cluster = open_cluster(arguments, &error);
    (void)command;
    if (cluster == NULL) {
        output_complain_error(&error);
        return EXIT_USAGE;
    }
    bool is_done = remove_all(cluster, arguments, &error);
    cluster_close(cluster);
    if (is_done)
        return EXIT_CLEAN;
    output_complain_error(&error);
    return EXIT_UNREACHABLE;
}
