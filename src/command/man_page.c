#include <string.h>

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

static void put_command(struct buffer *out, const struct command *command)
{
    struct buffer usage = {0};
    help_put_usage(&usage, command);
    buffer_put_char(&usage, '\0');
    out->failed = out->failed || usage.failed;
    if (!usage.failed) {
        buffer_put(out, TEXT(".SS "));
        put_line(out, usage.bytes);
    }
    put_line(out, command->description != NULL ? command->description : command->summary);
    put_options(out, command);
    buffer_release(&usage);
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

static void put_variables(struct buffer *out, const struct command *parent)
{
    for (size_t i = 0; i < parent->subcommand_count; i++) {
        const struct command *command = &parent->subcommands[i];
        struct option_list options = {0};
        if (!command->takes_settings)
            continue;
        out->failed = !options_of(command, &options) || out->failed;
        for (size_t j = 0; j < options.count; j++) {
            if (options.items[j].environment != NULL)
                put_term(out, options.items[j].environment, options.items[j].help);
        }
        options_release(&options);
        return;
    }
}

static void put_exit_statuses(struct buffer *out)
{
    for (unsigned code = 0; help_exit_status(code) != NULL; code++) {
        buffer_printf(out, ".TP\n\\fB%u\\fR\n", code);
        put_line(out, help_exit_status(code));
    }
}

bool help_put_man_page(struct buffer *out, const struct command *program)
{
    buffer_put(out, TEXT(".TH RELEASE-GATE 1 \"\" \"release-gate " RELEASE_GATE_VERSION
                         "\" \"User Commands\"\n.SH NAME\nrelease-gate \\- "));
    put_line(out, program->summary);
    buffer_put(out,
               TEXT(".SH SYNOPSIS\n\\fBrelease\\-gate\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR...]\n"
                    ".SH DESCRIPTION\n"));
    put_line(out, program->description);
    buffer_put(out, TEXT(".SH COMMANDS\n"));
    put_commands(out, program);
    buffer_put(out, TEXT(".SH ENVIRONMENT\nAn option wins over a variable, and a variable over the "
                         "configuration file.\n"));
    put_variables(out, program);
    buffer_put(out, TEXT(".SH EXIT STATUS\n"));
    put_exit_statuses(out);
    return !out->failed;
}
