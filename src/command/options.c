#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/config.h"
#include "config/suggest.h"

static const struct option help_option = {.name = "help", .letter = 'h', .help = "show this help"};

static struct option option_of_key(const struct config_key *key)
{
    return (struct option){
        .name = key->flag,
        .argument = key->argument,
        .help = key->help,
        .environment = key->environment,
        .fallback = key->fallback,
        .key = key->key,
    };
}

bool options_of(const struct command *command, struct option_list *options)
{
    size_t key_count = 0;
    const struct config_key *keys = config_keys(&key_count);
    if (!command->takes_settings)
        key_count = 0;
    *options = (struct option_list){
        .items = calloc(command->option_count + key_count + 1, sizeof *options->items)};
    if (options->items == NULL)
        return false;
    for (size_t i = 0; i < command->option_count; i++)
        options->items[options->count++] = command->options[i];
    for (size_t i = 0; i < key_count; i++)
        options->items[options->count++] = option_of_key(&keys[i]);
    options->items[options->count++] = help_option;
    return true;
}

void options_release(struct option_list *options)
{
    free(options->items);
    *options = (struct option_list){0};
}

static const struct option *find_name(const struct option_list *options, struct text name)
{
    for (size_t i = 0; i < options->count; i++) {
        if (text_equal(text_from_string(options->items[i].name), name))
            return &options->items[i];
    }
    return NULL;
}

static const struct option *find_letter(const struct option_list *options, char letter)
{
    for (size_t i = 0; i < options->count; i++) {
        if (options->items[i].letter == letter)
            return &options->items[i];
    }
    return NULL;
}

static struct text suggest_name(const struct option_list *options, struct text name)
{
    struct text *names = calloc(options->count, sizeof *names);
    size_t count = 0;
    if (names == NULL)
        return (struct text){0};
    for (size_t i = 0; i < options->count; i++) {
        if (!options->items[i].is_hidden)
            names[count++] = text_from_string(options->items[i].name);
    }
    struct text meant = suggest(name, names, count);
    free(names);
    return meant;
}

static bool fail_unknown(const struct option_list *options, struct text name, struct error *error)
{
    struct text meant = suggest_name(options, name);
    if (meant.len == 0)
        return error_set(error, ERROR_VALUE, "unknown option --%.*s", TEXT_ARGS(name));
    return error_set(error, ERROR_VALUE, "unknown option --%.*s; did you mean --%.*s?",
                     TEXT_ARGS(name), TEXT_ARGS(meant));
}

/* What is left of a command line. */
struct reader {
    const struct option_list *options;
    char **words;
    size_t count;
    size_t next;
    struct arguments *arguments;
};

static void add(struct reader *reader, const struct option *option, const char *value)
{
    reader->arguments->items[reader->arguments->count++] = (struct argument){option, value};
}

/* The value that is the next word. */
static bool take_value(struct reader *reader, const struct option *option, struct error *error)
{
    if (reader->next == reader->count)
        return error_set(error, ERROR_VALUE, "option --%s needs a value: --%s %s", option->name,
                         option->name, option->argument);
    add(reader, option, reader->words[reader->next++]);
    return true;
}

static bool read_long(struct reader *reader, const char *word, struct error *error)
{
    struct text value = text_from_string(word);
    struct text name = text_cut(&value, '=');
    const struct option *option = find_name(reader->options, name);
    if (option == NULL)
        return fail_unknown(reader->options, name, error);
    if (value.ptr == NULL && option->argument != NULL)
        return take_value(reader, option, error);
    if (value.ptr != NULL && option->argument == NULL)
        return error_set(error, ERROR_VALUE, "option --%s takes no value", option->name);
    add(reader, option, value.ptr);
    return true;
}

static bool read_letters(struct reader *reader, const char *letters, struct error *error)
{
    for (; *letters != '\0'; letters++) {
        const struct option *option = find_letter(reader->options, *letters);
        if (option == NULL)
            return error_set(error, ERROR_VALUE, "unknown option -%c", *letters);
        if (option->argument != NULL && letters[1] == '\0')
            return take_value(reader, option, error);
        if (option->argument != NULL) {
            add(reader, option, letters + 1);
            return true;
        }
        add(reader, option, NULL);
    }
    return true;
}

static bool read_words(struct reader *reader, struct error *error)
{
    bool are_operands = false;
    while (reader->next < reader->count) {
        const char *word = reader->words[reader->next++];
        if (are_operands || word[0] != '-' || word[1] == '\0')
            add(reader, NULL, word);
        else if (strcmp(word, "--") == 0)
            are_operands = true;
        else if (!(word[1] == '-' ? read_long(reader, word + 2, error)
                                  : read_letters(reader, word + 1, error)))
            return false;
    }
    return true;
}

static size_t count_letters(int argc, char **argv)
{
    size_t count = 0;
    for (int i = 0; i < argc; i++)
        count += strlen(argv[i]) + 1;
    return count;
}

bool arguments_parse(const struct option_list *options, int argc, char **argv,
                     struct arguments *arguments, struct error *error)
{
    struct reader reader = {options, argv, (size_t)argc, 0, arguments};
    /* A word makes one argument, or one for each letter. */
    *arguments = (struct arguments){
        .items = calloc(count_letters(argc, argv) + 1, sizeof *arguments->items)};
    if (arguments->items == NULL)
        return error_no_memory(error);
    if (read_words(&reader, error))
        return true;
    arguments_release(arguments);
    return false;
}

void arguments_release(struct arguments *arguments)
{
    free(arguments->items);
    *arguments = (struct arguments){0};
}

const char *arguments_value(const struct arguments *arguments, const char *name)
{
    for (size_t i = arguments->count; i > 0; i--) {
        const struct argument *argument = &arguments->items[i - 1];
        if (argument->option != NULL && strcmp(argument->option->name, name) == 0)
            return argument->value != NULL ? argument->value : "";
    }
    return NULL;
}

const char *arguments_operand(const struct arguments *arguments, size_t index)
{
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].option == NULL && index-- == 0)
            return arguments->items[i].value;
    }
    return NULL;
}
