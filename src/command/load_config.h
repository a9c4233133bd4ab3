/* load_config.h - the configuration of this run: file, environment variables and flags. */
#ifndef COMMAND_LOAD_CONFIG_H
#define COMMAND_LOAD_CONFIG_H

#include "base/check.h"
#include "config/config.h"
#include "options.h"

/* NULL, after all that is wrong went to standard error, if it cannot be loaded. The caller frees
 * it. */
MUST_CHECK struct config *load_config(const struct arguments *arguments);

/* The same with all that is wrong in `errors`. */
MUST_CHECK struct config *load_config_quietly(const struct arguments *arguments,
                                              struct error_list *errors);

/* From the file alone, whatever flags and variables say. */
MUST_CHECK struct config *load_config_file_alone(const char *file);

/* The file that --config or RELEASE_GATE_CONFIG names; NULL: none. */
const char *load_config_file(const struct arguments *arguments);

/* The row of --config, for the tables of the commands that read a configuration. */
#define CONFIG_OPTION                                                                              \
    {                                                                                              \
        .name = "config", .letter = 'c', .argument = "FILE",                                       \
        .help = "configuration file (YAML or JSON)", .environment = "RELEASE_GATE_CONFIG"          \
    }

#endif
