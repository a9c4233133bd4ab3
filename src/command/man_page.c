#include <string.h>

#include "base/ascii.h"
#include "help.h"
#include "options.h"

/* Text in which roff sees nothing of its own: '\' starts an escape, '-' would be a hyphen, and a
 * dot or quote at the beginning of a line a request. */
static void put_escaped(struct buffer *out, const char *text)
{
    bool is_line_start = true;
    for (const char *c = text; *c != '\0'; c++) {
        if (is_line_start && (*c == '.' || *c == '\''))
            buffer_put(out, TEXT("\\&"));
        if (*c == '\\')
            buffer_put(out, TEXT("\\e"));
        else if (*c == '-')
            buffer_put(out, TEXT("\\-"));
        else
            buffer_put_char(out, *c);
        is_line_start = *c == '\n';
    }
}

static void put_line(struct buffer *out, const char *text)
{
    put_escaped(out, text);
    buffer_put_char(out, '\n');
}

static void put_term(struct buffer *out, const char *term, const char *text)
{
    buffer_put(out, TEXT(".TP\n\\fB"));
    put_escaped(out, term);
    buffer_put(out, TEXT("\\fR\n"));
    put_line(out, text);
}

static void put_option(struct buffer *out, const struct option *option)
{
    struct buffer flags = {0};
    help_put_flags(&flags, option);
    buffer_put_char(&flags, '\0');
    out->failed = out->failed || flags.failed;
    if (!flags.failed)
        put_term(out, flags.bytes, option->help);
    if (option->fallback != NULL && option->fallback[0] != '\0') {
        buffer_put(out, TEXT("(default "));
        put_escaped(out, option->fallback);
        buffer_put(out, TEXT(")\n"));
    }
    buffer_release(&flags);
}

static void put_options(struct buffer *out, const struct command *command)
{
    struct option_list options = {0};
    out->failed = !options_of(command, &options) || out->failed;
    for (size_t i = 0; i < options.count; i++) {
        if (!options.items[i].is_hidden && strcmp(options.items[i].name, "help") != 0)
            put_option(out, &options.items[i]);
    }
    options_release(&options);
}

static void put_usage(struct buffer *out, const struct command *command)
{
    struct buffer usage = {0};
    help_put_usage(&usage, command);
    buffer_put_char(&usage, '\0');
    out->failed = out->failed || usage.failed;
    if (!usage.failed)
        put_line(out, usage.bytes);
    buffer_release(&usage);
}

static void put_command(struct buffer *out, const struct command *command)
{
    buffer_put(out, TEXT(".SS "));
    put_usage(out, command);
    put_line(out, command->description != NULL ? command->description : command->summary);
    put_options(out, command);
}

static void put_commands(struct buffer *out, const struct command *parent)
{
    for (size_t i = 0; i < parent->subcommand_count; i++) {
        const struct command *command = &parent->subcommands[i];
        if (command->subcommand_count != 0)
            put_commands(out, command);
        else
            put_command(out, command);
    }
}

/* The settings are the same wherever they are taken. */
static const struct command *find_taker_of_settings(const struct command *command)
{
    if (command->takes_settings)
        return command;
    for (size_t i = 0; i < command->subcommand_count; i++) {
        const struct command *taker = find_taker_of_settings(&command->subcommands[i]);
        if (taker != NULL)
            return taker;
    }
    return NULL;
}

static void put_variables(struct buffer *out, const struct command *subject)
{
    const struct command *taker = find_taker_of_settings(subject);
    struct option_list options = {0};
    if (taker == NULL)
        return;
    buffer_put(out, TEXT(".SH ENVIRONMENT\nAn option wins over a variable, and a variable over the "
                         "configuration file.\n"));
    out->failed = !options_of(taker, &options) || out->failed;
    for (size_t i = 0; i < options.count; i++) {
        if (options.items[i].environment != NULL)
            put_term(out, options.items[i].environment, options.items[i].help);
    }
    options_release(&options);
}

static void put_exit_statuses(struct buffer *out)
{
    for (unsigned code = 0; help_exit_status(code) != NULL; code++) {
        buffer_printf(out, ".TP\n\\fB%u\\fR\n", code);
        put_line(out, help_exit_status(code));
    }
}

static void put_title(struct buffer *out, const struct command *command)
{
    bool is_program = command->full_name[0] == '\0';
    buffer_put(out, TEXT(".TH RELEASE\\-GATE"));
    if (!is_program)
        buffer_put_char(out, '-');
    for (const char *c = command->full_name; *c != '\0'; c++)
        buffer_put_char(out, ascii_to_upper(*c == ' ' ? '-' : *c));
    buffer_put(out, TEXT(" 1 \"\" \"release\\-gate " RELEASE_GATE_VERSION
                         "\" \"User Commands\"\n.SH NAME\nrelease\\-gate"));
    buffer_printf(out, "%s%s \\- ", is_program ? "" : "\\-", command->full_name);
    put_line(out, command->summary);
}

static void put_program(struct buffer *out, const struct command *program)
{
    buffer_put(out,
               TEXT(".SH SYNOPSIS\n\\fBrelease\\-gate\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR...]\n"
                    ".SH DESCRIPTION\n"));
    put_line(out, program->description);
    buffer_put(out, TEXT(".SH COMMANDS\n"));
    put_commands(out, program);
}

static void put_single(struct buffer *out, const struct command *command)
{
    buffer_put(out, TEXT(".SH SYNOPSIS\n"));
    put_usage(out, command);
    buffer_put(out, TEXT(".SH DESCRIPTION\n"));
    put_line(out, command->description != NULL ? command->description : command->summary);
    buffer_printf(out, ".SH %s\n", command->subcommand_count != 0 ? "COMMANDS" : "OPTIONS");
    if (command->subcommand_count != 0)
        put_commands(out, command);
    else
        put_options(out, command);
}

static void put_see_also(struct buffer *out, const struct command *command)
{
    buffer_put(out, TEXT(".SH SEE ALSO\n"));
    if (command->full_name[0] != '\0')
        buffer_put(out, TEXT("\\fBrelease\\-gate\\fR(1)\n"));
    else
        for (size_t i = 0; i < command->subcommand_count; i++)
            buffer_printf(out, "%s\\fBrelease\\-gate\\-%s\\fR(1)", i == 0 ? "" : ",\n",
                          command->subcommands[i].name);
    buffer_put_char(out, '\n');
}

bool help_put_man_page(struct buffer *out, const struct command *command)
{
    put_title(out, command);
    if (command->full_name[0] == '\0')
        put_program(out, command);
    else
        put_single(out, command);
    put_variables(out, command);
    buffer_put(out, TEXT(".SH EXIT STATUS\n"));
    put_exit_statuses(out);
    put_see_also(out, command);
    return !out->failed;
}
