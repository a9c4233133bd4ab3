/* help.h - the tables of commands and options as text for people. */
#ifndef COMMAND_HELP_H
#define COMMAND_HELP_H

#include "base/buffer.h"
#include "command.h"
#include "options.h"

/* What `release-gate COMMAND --help` shows. */
enum exit_code help_print(const struct command *command);

/* release-gate(1) with all commands for the program, release-gate-check(1) for a command of it.
 * False when there is no memory. */
MUST_CHECK bool help_put_man_page(struct buffer *out, const struct command *command);

/* "-c, --config FILE". */
void help_put_flags(struct buffer *out, const struct option *option);

/* "release-gate serve [OPTION...]". */
void help_put_usage(struct buffer *out, const struct command *command);

/* The rows of the exit statuses, for both. NULL after the last. */
const char *help_exit_status(unsigned code);

#endif
