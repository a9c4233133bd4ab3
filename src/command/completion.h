/* completion.h - the tables of commands and options as scripts that complete them in a shell. */
#ifndef COMMAND_COMPLETION_H
#define COMMAND_COMPLETION_H

#include "base/buffer.h"
#include "command.h"
#include "options.h"

/* One script for each shell. A failure shows in `out`. */
typedef void completion_writer(struct buffer *out, const struct command *program);

completion_writer completion_put_bash;
completion_writer completion_put_zsh;
completion_writer completion_put_fish;

typedef void completion_visitor(struct buffer *out, const struct command *command,
                                const struct option_list *options);

/* Visits a command and what stands below it, parents first, with options that are not hidden. */
void completion_visit(struct buffer *out, const struct command *command,
                      completion_visitor *visitor);

/* The words that "auto|always|never" or "FORMAT[=FILE]" stands for, with blanks between them.
 * Nothing where anything may stand. `argument` may be NULL. */
void completion_put_words(struct buffer *out, const char *argument);

/* "FILE", "[PATH...]" and the like. `argument` may be NULL. */
bool completion_is_file(const char *argument);

#endif
