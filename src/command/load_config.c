#include "load_config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "environment_variables.h"
#include "output.h"
#include "runtime/file.h"

enum { MAX_FILE_BYTES = 4 << 20, MAX_ERRORS = 50, ORIGIN_BYTES = 64 };

/* What flags and variables say, the strongest last, with the memory for the flags' names. */
struct overrides {
    struct config_override *items;
    char (*origins)[ORIGIN_BYTES];
    size_t count;
};

const char *load_config_file(const struct arguments *arguments)
{
    const char *file = arguments_value(arguments, "config");
    if (file == NULL)
        file = getenv("RELEASE_GATE_CONFIG");
    return file != NULL && file[0] != '\0' ? file : NULL;
}

static void add_variables(struct overrides *overrides, const struct config_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *value = getenv(keys[i].environment);
        if (value != NULL)
            overrides->items[overrides->count++] =
                (struct config_override){keys[i].key, value, keys[i].environment};
    }
}

static void add_flags(struct overrides *overrides, const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct option *option = arguments->items[i].option;
        if (option == NULL || option->key == NULL)
            continue;
        char *origin = overrides->origins[i];
        memcpy(origin, "--", sizeof "--");
        strncat(origin, option->name, ORIGIN_BYTES - sizeof "--");
        overrides->items[overrides->count++] =
            (struct config_override){option->key, arguments->items[i].value, origin};
    }
}

static bool collect(struct overrides *overrides, const struct arguments *arguments)
{
    size_t key_count;
    const struct config_key *keys = config_keys(&key_count);
    overrides->items = calloc(key_count + arguments->count, sizeof *overrides->items);
    overrides->origins = calloc(arguments->count + 1, sizeof *overrides->origins);
    if (overrides->items == NULL || overrides->origins == NULL)
        return false;
    add_variables(overrides, keys, key_count);
    add_flags(overrides, arguments);
    return true;
}

static void complain(const struct error_list *errors)
{
    for (size_t i = 0; i < errors->count; i++)
        output_complain_error(&errors->items[i]);
    if (errors->dropped != 0)
        output_complain("%zu further errors", errors->dropped);
}

static bool read_file(const char *file, struct buffer *bytes, struct error_list *errors)
{
    struct error error = {0};
    if (file == NULL || file_read(file, MAX_FILE_BYTES, bytes, &error))
        return true;
    error_list_add(errors, error.kind, error.source, 0, 0, "%s", error.text);
    return false;
}

struct config *load_config_quietly(const struct arguments *arguments, struct error_list *errors)
{
    const char *file = load_config_file(arguments);
    const char *name = file != NULL ? file : "";
    struct buffer bytes = {0};
    struct overrides overrides = {0};
    struct config *config = NULL;
    if (!collect(&overrides, arguments))
        error_list_add(errors, ERROR_MEMORY, name, 0, 0, "out of memory");
    else if (read_file(file, &bytes, errors))
        config = config_parse(buffer_text(&bytes), name, overrides.items, overrides.count, errors);
    buffer_release(&bytes);
    free(overrides.items);
    free(overrides.origins);
    return config;
}

struct config *load_config_file_alone(const char *file)
{
    struct error_list errors;
    struct buffer bytes = {0};
    struct config *config = NULL;
    error_list_init(&errors, MAX_ERRORS);
    if (read_file(file, &bytes, &errors))
        config = config_parse(buffer_text(&bytes), file, NULL, 0, &errors);
    complain(&errors);
    buffer_release(&bytes);
    error_list_release(&errors);
    return config;
}

struct config *load_config(const struct arguments *arguments)
{
    struct error_list errors;
    error_list_init(&errors, MAX_ERRORS);
    environment_variables_check();
    struct config *config = load_config_quietly(arguments, &errors);
    complain(&errors);
    error_list_release(&errors);
    return config;
}
