#include <string.h>

#include "completion.h"

/* The script is a function file of fpath as well as something to source. */
static const char ending[] = "if [ \"$funcstack[1]\" = _release-gate ]; then\n"
                             "    _release-gate \"$@\"\n"
                             "else\n"
                             "    compdef _release-gate release-gate\n"
                             "fi\n";

/* Within single quotes, with what _arguments takes for its own behind a backslash. */
static void put_escaped(struct buffer *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '\'')
            buffer_put(out, TEXT("'\\''"));
        else if (strchr("[]:\\", *c) != NULL)
            buffer_printf(out, "\\%c", *c);
        else
            buffer_put_char(out, *c);
    }
}

static void put_function_name(struct buffer *out, const struct command *command)
{
    buffer_put(out, TEXT("_release-gate"));
    if (command->full_name[0] != '\0')
        buffer_put_char(out, '-');
    for (const char *c = command->full_name; *c != '\0'; c++)
        buffer_put_char(out, *c == ' ' ? '-' : *c);
}

/* ":FILE:_files" */
static void put_argument(struct buffer *out, const char *argument)
{
    struct buffer words = {0};
    completion_put_words(&words, argument);
    buffer_put_char(out, ':');
    put_escaped(out, argument);
    buffer_put_char(out, ':');
    if (words.len != 0)
        buffer_printf(out, "(%.*s)", TEXT_ARGS(buffer_text(&words)));
    else if (completion_is_file(argument))
        buffer_put(out, TEXT("_files"));
    out->failed = out->failed || words.failed;
    buffer_release(&words);
}

static void put_rest(struct buffer *out, const struct option *option)
{
    buffer_put_char(out, '[');
    put_escaped(out, option->help);
    buffer_put_char(out, ']');
    if (option->argument != NULL)
        put_argument(out, option->argument);
    buffer_put(out, TEXT("' \\\n"));
}

static void put_option(struct buffer *out, const struct option *option)
{
    if (option->letter != 0) {
        buffer_printf(out, "        '*-%c%s", option->letter, option->argument != NULL ? "+" : "");
        put_rest(out, option);
    }
    buffer_printf(out, "        '*--%s%s", option->name, option->argument != NULL ? "=" : "");
    put_rest(out, option);
}

static void put_leaf(struct buffer *out, const struct command *command,
                     const struct option_list *options)
{
    buffer_put(out, TEXT("    _arguments -s \\\n"));
    for (size_t i = 0; i < options->count; i++)
        put_option(out, &options->items[i]);
    buffer_put(out, TEXT("        '*"));
    put_argument(out, command->operands != NULL ? command->operands : " ");
    buffer_put(out, TEXT("'\n"));
}

static void put_parent(struct buffer *out, const struct command *command)
{
    buffer_put(out, TEXT("    local curcontext=$curcontext state line\n"
                         "    local -A opt_args\n"
                         "    local -a commands=(\n"));
    for (size_t i = 0; i < command->subcommand_count; i++) {
        buffer_printf(out, "        '%s:", command->subcommands[i].name);
        put_escaped(out, command->subcommands[i].summary);
        buffer_put(out, TEXT("'\n"));
    }
    buffer_put(out, TEXT("    )\n"
                         "    _arguments -C '--help[show this help]' '1: :->command' "
                         "'*:: :->argument'\n"
                         "    case $state in\n"
                         "    command) _describe command commands ;;\n"
                         "    argument)\n"
                         "        case $words[1] in\n"));
    for (size_t i = 0; i < command->subcommand_count; i++) {
        buffer_printf(out, "        %s) ", command->subcommands[i].name);
        put_function_name(out, &command->subcommands[i]);
        buffer_put(out, TEXT(" ;;\n"));
    }
    buffer_put(out, TEXT("        esac\n"
                         "        ;;\n"
                         "    esac\n"));
}

static void put_function(struct buffer *out, const struct command *command,
                         const struct option_list *options)
{
    put_function_name(out, command);
    buffer_put(out, TEXT("() {\n"));
    if (command->subcommand_count != 0)
        put_parent(out, command);
    else
        put_leaf(out, command, options);
    buffer_put(out, TEXT("}\n\n"));
}

void completion_put_zsh(struct buffer *out, const struct command *program)
{
    buffer_put(out, TEXT("#compdef release-gate\n"
                         "# Completes release-gate in zsh:  source <(release-gate completion "
                         "zsh)\n\n"));
    completion_visit(out, program, put_function);
    buffer_printf(out, "%s", ending);
}
