#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "config/suggest.h"
#include "help.h"
#include "options.h"
#include "output.h"

static const struct command *running;

const struct command *command_program(void)
{
    return running;
}

const struct command *command_find(const struct command *parent, const char *name)
{
    for (size_t i = 0; i < parent->subcommand_count; i++) {
        if (strcmp(parent->subcommands[i].name, name) == 0)
            return &parent->subcommands[i];
    }
    return NULL;
}

static struct text suggest_subcommand(const struct command *parent, const char *name)
{
    struct text *names = calloc(parent->subcommand_count + 1, sizeof *names);
    if (names == NULL)
        return (struct text){0};
    for (size_t i = 0; i < parent->subcommand_count; i++)
        names[i] = text_from_string(parent->subcommands[i].name);
    struct text meant = suggest(text_from_string(name), names, parent->subcommand_count);
    free(names);
    return meant;
}

static const char *space_before(const char *full_name)
{
    return full_name[0] != '\0' ? " " : "";
}

static enum exit_code point_to_help(const struct command *command)
{
    output_complain("see release-gate%s%s --help", space_before(command->full_name),
                    command->full_name);
    return EXIT_USAGE;
}

enum exit_code command_unknown(const struct command *parent, const char *name)
{
    struct text meant = suggest_subcommand(parent, name);
    if (meant.len != 0)
        output_complain("unknown command \"%s\"; did you mean \"%.*s\"?", name, TEXT_ARGS(meant));
    else
        output_complain("unknown command \"%s\"", name);
    return point_to_help(parent);
}

static enum exit_code run_with(const struct command *command, const struct arguments *arguments)
{
    if (arguments_value(arguments, "help") != NULL)
        return help_print(command);
    const char *operand = arguments_operand(arguments, 0);
    if (command->subcommand_count != 0 && operand != NULL)
        return command_unknown(command, operand);
    if (command->subcommand_count != 0)
        return help_print(command);
    if (operand != NULL && command->operands == NULL) {
        output_complain("unexpected argument \"%s\"", operand);
        return point_to_help(command);
    }
    return command->run(command, arguments);
}

static enum exit_code parse_and_run(const struct command *command, int argc, char **argv)
{
    struct option_list options = {0};
    struct arguments arguments = {0};
    struct error error = {0};
    enum exit_code code = EXIT_INTERNAL;
    if (!options_of(command, &options)) {
        output_complain("out of memory");
    } else if (!arguments_parse(&options, argc, argv, &arguments, &error)) {
        output_complain_error(&error);
        code = point_to_help(command);
    } else {
        code = run_with(command, &arguments);
    }
    arguments_release(&arguments);
    options_release(&options);
    return code;
}

int command_main(const struct command *program, int argc, char **argv)
{
    const struct command *command = program;
    const struct command *next;
    int used = argc > 0 ? 1 : 0;
    running = program;
    while (used < argc && (next = command_find(command, argv[used])) != NULL) {
        command = next;
        used++;
    }
    return (int)output_finish(parse_and_run(command, argc - used, argv + used));
}
