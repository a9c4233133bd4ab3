#include "completion.h"

#include <string.h>

#include "base/check.h"
#include "output.h"
#include "report/report.h"

static const struct {
    const char *name;
    completion_writer *put;
} shells[] = {
    {"bash", completion_put_bash},
    {"zsh", completion_put_zsh},
    {"fish", completion_put_fish},
};

static void remove_hidden(struct option_list *options)
{
    size_t kept = 0;
    for (size_t i = 0; i < options->count; i++) {
        if (!options->items[i].is_hidden)
            options->items[kept++] = options->items[i];
    }
    options->count = kept;
}

void completion_visit(struct buffer *out, const struct command *command,
                      completion_visitor *visitor)
{
    struct option_list options = {0};
    out->failed = !options_of(command, &options) || out->failed;
    remove_hidden(&options);
    visitor(out, command, &options);
    options_release(&options);
    for (size_t i = 0; i < command->subcommand_count; i++)
        completion_visit(out, &command->subcommands[i], visitor);
}

static void put_formats(struct buffer *out)
{
    size_t count;
    const struct report_format *formats = report_formats(&count);
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%s%s", i == 0 ? "" : " ", formats[i].name);
}

void completion_put_words(struct buffer *out, const char *argument)
{
    if (argument == NULL)
        return;
    if (strncmp(argument, "FORMAT", strlen("FORMAT")) == 0) {
        put_formats(out);
    } else if (strchr(argument, '|') != NULL) {
        for (const char *c = argument; *c != '\0'; c++)
            buffer_put_char(out, *c == '|' ? ' ' : *c);
    }
}

bool completion_is_file(const char *argument)
{
    return argument != NULL && strchr(argument, '|') == NULL &&
           (strstr(argument, "FILE") != NULL || strstr(argument, "PATH") != NULL);
}

static enum exit_code write_script(completion_writer *put)
{
    struct buffer script = {0};
    put(&script, command_program());
    enum exit_code code = output_write(&script);
    buffer_release(&script);
    return code;
}

enum exit_code command_completion(const struct command *command, const struct arguments *arguments)
{
    const char *shell = arguments_operand(arguments, 0);
    (void)command;
    if (shell == NULL || arguments_operand(arguments, 1) != NULL) {
        output_complain("completion needs one shell: bash, zsh or fish");
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < ARRAY_LEN(shells); i++) {
        if (strcmp(shells[i].name, shell) == 0)
            return write_script(shells[i].put);
    }
    output_complain("unknown shell \"%s\"; there are bash, zsh and fish", shell);
    return EXIT_USAGE;
}
