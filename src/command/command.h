/* command.h - a command as a row: what it is called, what it takes, what it does. */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "exit_code.h"

/* Long and short form lead to the same row. The row drives parsing, --help, the man
 * pages and the completion scripts. */
struct option {
    const char *name;        /* "config", given as --config */
    char letter;             /* 'c', given as -c; 0: none */
    const char *argument;    /* "FILE"; NULL: it takes none */
    const char *help;        /* "configuration file" */
    const char *environment; /* variable that gives it too; NULL: none */
    const char *fallback;    /* what holds without it; NULL: nothing worth showing */
    const char *key;         /* of the configuration, "server.listen"; NULL: not a setting */
    bool is_hidden;          /* works, but --help does not show it */
};

struct arguments;
struct command;

typedef enum exit_code command_function(const struct command *command,
                                        const struct arguments *arguments);

/* Static storage. A command with subcommands has no `run` of its own. */
struct command {
    const char *name;        /* "validate" */
    const char *full_name;   /* "config validate" */
    const char *summary;     /* "check a configuration file" */
    const char *description; /* sentences for --help; NULL: the summary says it all */
    const char *operands;    /* "[COMMAND]"; NULL: none are taken */
    const struct option *options;
    size_t option_count;
    bool takes_settings; /* a flag for each key that is one value (config_keys) */
    const struct command *subcommands;
    size_t subcommand_count;
    command_function *run;
};

/* argv[0] is the program. The exit status of the process: also takes care that standard output was
 * really written. */
int command_main(const struct command *program, int argc, char **argv);

/* The program that is running. */
const struct command *command_program(void);

/* NULL: there is none of that name. */
const struct command *command_find(const struct command *parent, const char *name);

/* For a subcommand that is not there, on standard error, with what may have been meant. */
enum exit_code command_unknown(const struct command *parent, const char *name);

command_function command_serve;
command_function command_check;
command_function command_audit;
command_function command_diff_policy;
command_function command_explain;
command_function command_promote;
command_function command_test;
command_function command_doctor;
command_function command_config_validate;
command_function command_config_view;
command_function command_config_schema;
command_function command_config_init;
command_function command_export_vap;
command_function command_cleanup;
command_function command_completion;
command_function command_version;
command_function command_help;

#endif
