#include "check_options.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "output.h"
#include "runtime/cores.h"

enum { MAX_JOBS = 256, MAX_DIGITS = 9, MAX_NAMES = 64 };

static const char default_format[] = "text";

/* A word that an option takes; its index is the value. */
static const struct text fail_on_words[] = {
    [CHECK_FAIL_ON_ERROR] = TEXT_INIT("error"),
    [CHECK_FAIL_ON_WARNING] = TEXT_INIT("warning"),
    [CHECK_FAIL_NEVER] = TEXT_INIT("never"),
};

static const struct text color_words[] = {
    [CHECK_COLOR_AUTO] = TEXT_INIT("auto"),
    [CHECK_COLOR_ALWAYS] = TEXT_INIT("always"),
    [CHECK_COLOR_NEVER] = TEXT_INIT("never"),
};

static bool read_word(const struct arguments *arguments, const char *name, const struct text *words,
                      size_t count, unsigned *index)
{
    const char *value = arguments_value(arguments, name);
    if (value == NULL)
        return true;
    for (unsigned i = 0; i < count; i++) {
        if (text_equal(words[i], text_from_string(value))) {
            *index = i;
            return true;
        }
    }
    output_complain_of_word(name, text_from_string(value), words, count);
    return false;
}

static bool read_words(struct check_options *options, const struct arguments *arguments)
{
    unsigned fail_on = CHECK_FAIL_ON_ERROR;
    unsigned color = CHECK_COLOR_AUTO;
    bool done =
        read_word(arguments, "fail-on", fail_on_words, ARRAY_LEN(fail_on_words), &fail_on) &&
        read_word(arguments, "color", color_words, ARRAY_LEN(color_words), &color);
    options->fail_on = (enum check_fail_on)fail_on;
    options->color = (enum check_color)color;
    return done;
}

/* Leaves `*number` alone if the option is not given. */
static bool read_number(const struct arguments *arguments, const char *name, size_t max,
                        size_t *number)
{
    const char *value = arguments_value(arguments, name);
    size_t result = 0;
    if (value == NULL)
        return true;
    size_t length = strlen(value);
    bool is_number = length != 0 && length <= MAX_DIGITS;
    for (size_t i = 0; is_number && i < length; i++) {
        is_number = ascii_is_digit(value[i]);
        result = result * 10 + (size_t)(value[i] - '0');
    }
    if (is_number && result != 0 && result <= max) {
        *number = result;
        return true;
    }
    output_complain("--%s is \"%s\", not a number from 1 to %zu", name, value, max);
    return false;
}

static bool read_numbers(struct check_options *options, const struct arguments *arguments)
{
    size_t jobs = cores_usable();
    bool done = read_number(arguments, "max-findings", 999999999, &options->max_findings) &&
                read_number(arguments, "jobs", MAX_JOBS, &jobs);
    options->jobs = (unsigned)jobs;
    return done;
}

static bool complain_of_format(struct text name)
{
    struct text names[MAX_NAMES];
    size_t count;
    const struct report_format *formats = report_formats(&count);
    count = count < MAX_NAMES ? count : MAX_NAMES;
    for (size_t i = 0; i < count; i++)
        names[i] = text_from_string(formats[i].name);
    output_complain_of_word("format", name, names, count);
    return false;
}

static bool same_file(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Two documents in one file would be neither. */
static bool add_target(struct check_options *options, const char *value)
{
    struct text file = text_from_string(value);
    struct text name = text_cut(&file, '=');
    struct check_target target = {.format = report_find_format(name)};
    if (target.format == NULL)
        return complain_of_format(name);
    if (file.ptr != NULL && file.len == 0) {
        output_complain("--output \"%s\" names no file after \"=\"", value);
        return false;
    }
    target.file = file.ptr != NULL && strcmp(file.ptr, STANDARD_INPUT) != 0 ? file.ptr : NULL;
    for (size_t i = 0; i < options->target_count; i++) {
        if (same_file(options->targets[i].file, target.file)) {
            output_complain("two formats are to be written to %s: give one of them a file, -o "
                            "FORMAT=FILE",
                            target.file != NULL ? target.file : "standard output");
            return false;
        }
    }
    options->targets[options->target_count++] = target;
    return true;
}

static bool is_option(const struct argument *argument, const char *name)
{
    return argument->option != NULL && strcmp(argument->option->name, name) == 0;
}

static bool read_targets(struct check_options *options, const struct arguments *arguments)
{
    options->targets = calloc(arguments->count + 1, sizeof *options->targets);
    if (options->targets == NULL) {
        output_complain("out of memory");
        return false;
    }
    for (size_t i = 0; i < arguments->count; i++) {
        if (is_option(&arguments->items[i], "output") &&
            !add_target(options, arguments->items[i].value))
            return false;
    }
    return options->target_count != 0 || add_target(options, default_format);
}

/* An empty name comes from a variable that is not set; to judge by the rules of the default
 * environment then would be to allow by mistake. */
static bool read_name(const struct arguments *arguments, const char *name, const char **value)
{
    *value = arguments_value(arguments, name);
    if (*value == NULL || (*value)[0] != '\0')
        return true;
    output_complain("--%s is empty: give a name, or leave the option out", name);
    return false;
}

bool check_options_read(struct check_options *options, const struct arguments *arguments)
{
    *options = (struct check_options){
        .baseline = arguments_value(arguments, "baseline"),
        .write_baseline = arguments_value(arguments, "write-baseline"),
        .allow_empty = arguments_value(arguments, "allow-empty") != NULL,
        .passthrough = arguments_value(arguments, "passthrough") != NULL,
        .show_notes = arguments_value(arguments, "show-notes") != NULL,
    };
    return read_name(arguments, "environment", &options->environment) &&
           read_name(arguments, "namespace", &options->namespace) &&
           read_words(options, arguments) && read_numbers(options, arguments) &&
           read_targets(options, arguments);
}

void check_options_release(struct check_options *options)
{
    free(options->targets);
    *options = (struct check_options){0};
}

bool check_options_suit_policy(const struct check_options *options, const struct policy *policy)
{
    struct text name = text_from_string(options->environment);
    struct text names[MAX_NAMES];
    size_t count = 0;
    if (options->environment == NULL || policy_find_environment(policy, name) != NULL)
        return true;
    for (; count < policy->environment_count && count < MAX_NAMES; count++)
        names[count] = policy->environments[count].name;
    output_complain_of_word("environment", name, names, count);
    return false;
}

static bool exclude(const struct arguments *arguments, struct input_list *inputs)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->items[i];
        if (is_option(argument, "exclude") && !input_list_exclude(inputs, argument->value))
            return false;
    }
    return true;
}

static bool add_inputs(const struct arguments *arguments, struct input_list *inputs)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->items[i];
        bool is_input = argument->option == NULL || is_option(argument, "file");
        if (is_input && !find_files(inputs, argument->value))
            return false;
    }
    return input_list_unite(inputs) && exclude(arguments, inputs);
}

/* What goes through is standard input, and nothing else could be told from it. */
static bool suits_passthrough(const struct input_list *inputs)
{
    if (inputs->count == 1 && strcmp(inputs->items[0].path, STANDARD_INPUT) == 0)
        return true;
    output_complain("--passthrough reads standard input and no other file");
    return false;
}

static bool names_input(const struct arguments *arguments)
{
    return arguments_value(arguments, "file") != NULL || arguments_operand(arguments, 0) != NULL;
}

bool check_options_inputs(const struct check_options *options, const struct arguments *arguments,
                          struct input_list *inputs)
{
    bool is_named = names_input(arguments);
    if (!is_named && !options->passthrough) {
        output_complain("check needs files or folders, or - for standard input");
        return false;
    }
    if (!(is_named ? add_inputs(arguments, inputs) : find_files(inputs, STANDARD_INPUT))) {
        output_complain("out of memory");
        return false;
    }
    return !options->passthrough || suits_passthrough(inputs);
}
