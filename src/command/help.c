#include "help.h"

#include <string.h>

#include "base/check.h"
#include "output.h"

enum { MIN_COLUMN = 12, MAX_COLUMN = 40, GAP = 2 };

static const char *const exit_statuses[] = {
    [EXIT_CLEAN] = "done, nothing to complain of",
    [EXIT_VIOLATIONS] = "the gate would deny something",
    [EXIT_USAGE] = "wrong command line or configuration",
    [EXIT_INPUT] = "input that cannot be read, or nothing found in it",
    [EXIT_UNREACHABLE] = "the cluster cannot be reached",
    [EXIT_INTERNAL] = "anything else: no memory, a full disk, a port in use",
};

const char *help_exit_status(unsigned code)
{
    return code < ARRAY_LEN(exit_statuses) ? exit_statuses[code] : NULL;
}

void help_put_flags(struct buffer *out, const struct option *option)
{
    if (option->letter != 0)
        buffer_printf(out, "-%c, ", option->letter);
    buffer_printf(out, "--%s", option->name);
    if (option->argument != NULL)
        buffer_printf(out, " %s", option->argument);
}

void help_put_usage(struct buffer *out, const struct command *command)
{
    const char *operands = command->subcommand_count != 0 ? "COMMAND" : command->operands;
    buffer_printf(out, "release-gate%s%s", command->full_name[0] != '\0' ? " " : "",
                  command->full_name);
    if (command->subcommand_count == 0)
        buffer_put(out, TEXT(" [OPTION...]"));
    if (operands != NULL)
        buffer_printf(out, " %s", operands);
}

/* `left`, blanks up to the column, or a new line where there is no room. */
static void put_left(struct buffer *out, struct text left, size_t column)
{
    size_t used = left.len;
    buffer_printf(out, "  %.*s", TEXT_ARGS(left));
    if (used > column) {
        buffer_put(out, TEXT("\n  "));
        used = 0;
    }
    for (; used < column + GAP; used++)
        buffer_put_char(out, ' ');
}

static size_t wider(size_t column, size_t len)
{
    return len > column && len <= MAX_COLUMN ? len : column;
}

static size_t flags_column(const struct option_list *options)
{
    size_t column = MIN_COLUMN;
    for (size_t i = 0; i < options->count; i++) {
        struct buffer flags = {0};
        if (!options->items[i].is_hidden)
            help_put_flags(&flags, &options->items[i]);
        column = wider(column, flags.len);
        buffer_release(&flags);
    }
    return column;
}

static void put_option(struct buffer *out, const struct option *option, size_t column)
{
    struct buffer flags = {0};
    help_put_flags(&flags, option);
    put_left(out, buffer_text(&flags), column);
    buffer_release(&flags);
    buffer_put(out, text_from_string(option->help));
    if (option->fallback != NULL && option->fallback[0] != '\0')
        buffer_printf(out, " [%s]", option->fallback);
    buffer_put_char(out, '\n');
}

static void put_options(struct buffer *out, const struct option_list *options)
{
    size_t column = flags_column(options);
    buffer_put(out, TEXT("\nOptions:\n"));
    for (size_t i = 0; i < options->count; i++) {
        if (!options->items[i].is_hidden)
            put_option(out, &options->items[i], column);
    }
}

static void put_subcommands(struct buffer *out, const struct command *command)
{
    size_t column = MIN_COLUMN;
    if (command->subcommand_count == 0)
        return;
    for (size_t i = 0; i < command->subcommand_count; i++)
        column = wider(column, strlen(command->subcommands[i].name));
    buffer_put(out, TEXT("\nCommands:\n"));
    for (size_t i = 0; i < command->subcommand_count; i++) {
        put_left(out, text_from_string(command->subcommands[i].name), column);
        buffer_printf(out, "%s\n", command->subcommands[i].summary);
    }
}

static void put_settings_hint(struct buffer *out, const struct command *command)
{
    if (command->takes_settings)
        buffer_put(out,
                   TEXT("\nA setting can be given as an option, as an environment variable "
                        "(--listen is\nRELEASE_GATE_SERVER_LISTEN; see release-gate(1)) and in "
                        "the configuration file, in this\norder. Its default stands in "
                        "brackets.\n"));
}

static void put_exit_statuses(struct buffer *out)
{
    buffer_put(out, TEXT("\nExit status:\n"));
    for (unsigned code = 0; help_exit_status(code) != NULL; code++)
        buffer_printf(out, "  %u  %s\n", code, help_exit_status(code));
}

enum exit_code help_print(const struct command *command)
{
    struct buffer text = {0};
    struct option_list options = {0};
    text.failed = !options_of(command, &options);
    buffer_put(&text, TEXT("Usage: "));
    help_put_usage(&text, command);
    buffer_printf(&text, "\n\n%s\n",
                  command->description != NULL ? command->description : command->summary);
    put_subcommands(&text, command);
    put_options(&text, &options);
    put_settings_hint(&text, command);
    if (command == command_program())
        put_exit_statuses(&text);
    enum exit_code code = output_write(&text);
    options_release(&options);
    buffer_release(&text);
    return code;
}
