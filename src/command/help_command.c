#include "command.h"
#include "help.h"
#include "options.h"
#include "output.h"

static enum exit_code print_man_page(const struct command *subject)
{
    struct buffer page = {0};
    if (!help_put_man_page(&page, subject))
        page.failed = true;
    enum exit_code code = output_write(&page);
    buffer_release(&page);
    return code;
}

enum exit_code command_help(const struct command *command, const struct arguments *arguments)
{
    const struct command *subject = command_program();
    const char *name;
    (void)command;
    for (size_t i = 0; (name = arguments_operand(arguments, i)) != NULL; i++) {
        const struct command *next = command_find(subject, name);
        if (next == NULL)
            return command_unknown(subject, name);
        subject = next;
    }
    return arguments_value(arguments, "man") != NULL ? print_man_page(subject)
                                                     : help_print(subject);
}
