#include "config/config.h"

#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "load_config.h"
#include "output.h"
#include "runtime/file.h"

enum exit_code command_config_validate(const struct command *command,
                                       const struct arguments *arguments)
{
    const char *file = load_config_file(arguments);
    struct config *config = load_config(arguments);
    (void)command;
    if (config == NULL)
        return EXIT_USAGE;
    config_free(config);
    printf("%s: valid\n", file != NULL ? file : "built-in configuration");
    return EXIT_CLEAN;
}

enum exit_code command_config_view(const struct command *command, const struct arguments *arguments)
{
    struct buffer yaml = {0};
    struct config *config = load_config(arguments);
    (void)command;
    if (config == NULL)
        return EXIT_USAGE;
    config_put_yaml(config, &yaml);
    enum exit_code code = output_write(&yaml);
    buffer_release(&yaml);
    config_free(config);
    return code;
}

enum exit_code command_config_schema(const struct command *command,
                                     const struct arguments *arguments)
{
    struct buffer schema = {0};
    (void)command;
    (void)arguments;
    config_put_schema(&schema);
    enum exit_code code = output_write(&schema);
    buffer_release(&schema);
    return code;
}

static enum exit_code create(const char *file, const struct buffer *content)
{
    struct error error = {0};
    if (!content->failed && file_create(file, buffer_text(content), &error))
        return EXIT_CLEAN;
    if (content->failed)
        error_no_memory(&error);
    output_complain_error(&error);
    return EXIT_USAGE;
}

enum exit_code command_config_init(const struct command *command, const struct arguments *arguments)
{
    const char *file = arguments_value(arguments, "output");
    struct buffer example = {0};
    (void)command;
    config_put_example(&example);
    enum exit_code code = file != NULL ? create(file, &example) : output_write(&example);
    buffer_release(&example);
    return code;
}
