/* options.h - a command line, read by a command's table of options. */
#ifndef COMMAND_OPTIONS_H
#define COMMAND_OPTIONS_H

#include "base/check.h"
#include "base/error.h"
#include "command.h"

/* All options of a command: its own, a flag for each setting if it takes them, and --help. */
struct option_list {
    struct option *items;
    size_t count;
};

/* False when there is no memory. */
MUST_CHECK bool options_of(const struct command *command, struct option_list *options);
void options_release(struct option_list *options);

/* Borrowed from argv and from an option_list that must live as long. */
struct argument {
    const struct option *option; /* NULL: an operand */
    const char *value;           /* NULL: the option takes none */
};

/* In the order given. */
struct arguments {
    struct argument *items;
    size_t count;
};

/* Reads argv[0..argc): --name value, --name=value, -n value, -nvalue, -ab for switches; what comes
 * after "--" is operands. On failure the error has what may have been meant. */
MUST_CHECK bool arguments_parse(const struct option_list *options, int argc, char **argv,
                                struct arguments *arguments, struct error *error);
void arguments_release(struct arguments *arguments);

/* The value of the option that was given last; "" for a switch; NULL: not given. */
const char *arguments_value(const struct arguments *arguments, const char *name);

/* The operand at `index`; NULL: there are fewer. */
const char *arguments_operand(const struct arguments *arguments, size_t index);

#endif
