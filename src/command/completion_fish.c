#include <string.h>

#include "completion.h"

static const char beginning[] =
    "# Completes release-gate in fish:  release-gate completion fish | source\n"
    "# Whether the words before the cursor lead to the command that is asked for.\n"
    "function __release_gate_at\n"
    "    set -l words (commandline -opc)\n"
    "    set -l path ''\n"
    "    for word in $words[2..-1]\n"
    "        switch \"$path/$word\"\n"
    "            case";

static const char middle[] = "\n"
                             "                set path (string trim -- \"$path $word\")\n"
                             "            case '*'\n"
                             "                break\n"
                             "        end\n"
                             "    end\n"
                             "    test \"$path\" = \"$argv[1]\"\n"
                             "end\n"
                             "\n"
                             "complete -c release-gate -f\n";

static void put_quoted(struct buffer *out, const char *text)
{
    buffer_put_char(out, '\'');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '\'' || *c == '\\')
            buffer_put_char(out, '\\');
        buffer_put_char(out, *c);
    }
    buffer_put_char(out, '\'');
}

static void put_step(struct buffer *out, const struct command *command,
                     const struct option_list *options)
{
    size_t parent = strlen(command->full_name) - strlen(command->name);
    (void)options;
    buffer_printf(out, " '%.*s/%s'", (int)(parent == 0 ? 0 : parent - 1), command->full_name,
                  command->name);
}

static void put_beginning(struct buffer *out, const struct command *command)
{
    buffer_printf(out, "complete -c release-gate -n \"__release_gate_at '%s'\"",
                  command->full_name);
}

static void put_words(struct buffer *out, const char *argument)
{
    struct buffer words = {0};
    completion_put_words(&words, argument);
    if (words.len != 0)
        buffer_printf(out, " -x -a '%.*s'", TEXT_ARGS(buffer_text(&words)));
    else
        buffer_printf(out, "%s", completion_is_file(argument) ? " -r -F" : " -x");
    out->failed = out->failed || words.failed;
    buffer_release(&words);
}

static void put_option(struct buffer *out, const struct command *command,
                       const struct option *option)
{
    put_beginning(out, command);
    if (option->letter != 0)
        buffer_printf(out, " -s %c", option->letter);
    buffer_printf(out, " -l %s -d ", option->name);
    put_quoted(out, option->help);
    if (option->argument != NULL)
        put_words(out, option->argument);
    buffer_put_char(out, '\n');
}

static void put_operands(struct buffer *out, const struct command *command)
{
    for (size_t i = 0; i < command->subcommand_count; i++) {
        put_beginning(out, command);
        buffer_printf(out, " -a %s -d ", command->subcommands[i].name);
        put_quoted(out, command->subcommands[i].summary);
        buffer_put_char(out, '\n');
    }
    if (completion_is_file(command->operands)) {
        put_beginning(out, command);
        buffer_put(out, TEXT(" -F\n"));
    } else if (command->operands != NULL) {
        put_beginning(out, command);
        put_words(out, command->operands);
        buffer_put_char(out, '\n');
    }
}

static void put_command(struct buffer *out, const struct command *command,
                        const struct option_list *options)
{
    put_operands(out, command);
    for (size_t i = 0; i < options->count; i++)
        put_option(out, command, &options->items[i]);
}

void completion_put_fish(struct buffer *out, const struct command *program)
{
    buffer_printf(out, "%s", beginning);
    for (size_t i = 0; i < program->subcommand_count; i++)
        completion_visit(out, &program->subcommands[i], put_step);
    buffer_printf(out, "%s", middle);
    completion_visit(out, program, put_command);
}
