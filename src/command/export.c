#include "export/vap.h"

#include "choose_environment.h"
#include "command.h"
#include "load_config.h"
#include "options.h"
#include "output.h"

static enum exit_code put_vap(const struct policy *policy, const struct arguments *arguments)
{
    const struct environment *only;
    struct buffer yaml = {0};
    if (!choose_environment(policy, arguments, &only))
        return EXIT_USAGE;
    vap_put(policy, only, &yaml);
    enum exit_code code = output_write(&yaml);
    buffer_release(&yaml);
    return code;
}

enum exit_code command_export_vap(const struct command *command, const struct arguments *arguments)
{
    (void)command;
    struct config *config = load_config(arguments);
    if (config == NULL)
        return EXIT_USAGE;
    enum exit_code code = put_vap(config->policy, arguments);
    config_free(config);
    return code;
}
