#include <check.h>

#include "base/buffer.h"
#include "base/check.h"
#include "command/environment_variables.h"
#include "command/options.h"
#include "run_suite.h"

static const struct option own[] = {
    {.name = "config", .letter = 'c', .argument = "FILE", .help = "a file"},
    {.name = "all", .letter = 'A', .help = "a switch"},
    {.name = "quiet", .letter = 'q', .help = "another"},
    {.name = "secret", .help = "nobody is told", .is_hidden = true},
};

static const struct command command = {
    .name = "test", .full_name = "test", .options = own, .option_count = ARRAY_LEN(own)};

enum { MAX_WORDS = 8 };

/* Arguments as one text: "config=a all operand:x". */
static void put_arguments(struct buffer *out, const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->items[i];
        buffer_printf(out, "%s", i == 0 ? "" : " ");
        if (argument->option == NULL)
            buffer_printf(out, "operand:%s", argument->value);
        else if (argument->value == NULL)
            buffer_printf(out, "%s", argument->option->name);
        else
            buffer_printf(out, "%s=%s", argument->option->name, argument->value);
    }
}

static const struct {
    char *words[MAX_WORDS];
    const char *want; /* the arguments, or the error */
} lines[] = {
    {{NULL}, ""},
    {{"--config", "a"}, "config=a"},
    {{"--config=a"}, "config=a"},
    {{"--config=a=b"}, "config=a=b"},
    {{"--config="}, "config="},
    {{"--config", "--all"}, "config=--all"},
    {{"-c", "a"}, "config=a"},
    {{"-ca"}, "config=a"},
    {{"-Aq"}, "all quiet"},
    {{"-Aqc", "a"}, "all quiet config=a"},
    {{"-Aqca"}, "all quiet config=a"},
    {{"--all", "x", "--quiet"}, "all operand:x quiet"},
    {{"x", "--", "--all", "-c"}, "operand:x operand:--all operand:-c"},
    {{"-"}, "operand:-"},
    {{""}, "operand:"},
    {{"--", "--"}, "operand:--"},
    {{"--secret"}, "secret"},
    {{"-h"}, "help"},
    {{"--help"}, "help"},
    {{"--config"}, "option --config needs a value: --config FILE"},
    {{"-c"}, "option --config needs a value: --config FILE"},
    {{"-Ac"}, "option --config needs a value: --config FILE"},
    {{"--all=yes"}, "option --all takes no value"},
    {{"--conifg=a"}, "unknown option --conifg; did you mean --config?"},
    {{"--Config", "a"}, "unknown option --Config; did you mean --config?"},
    {{"--secrets"}, "unknown option --secrets"},
    {{"--zzzzzzzz"}, "unknown option --zzzzzzzz"},
    {{"-x"}, "unknown option -x"},
    {{"-Ax"}, "unknown option -x"},
};

static int count_words(char *const *words)
{
    int count = 0;
    while (count < MAX_WORDS && words[count] != NULL)
        count++;
    return count;
}

START_TEST(every_line_is_read_as_written)
{
    struct option_list options;
    struct arguments arguments;
    struct error error = {0};
    struct buffer got = {0};
    char *words[MAX_WORDS];
    memcpy(words, lines[_i].words, sizeof words);
    ck_assert(options_of(&command, &options));
    if (arguments_parse(&options, count_words(words), words, &arguments, &error))
        put_arguments(&got, &arguments);
    else
        buffer_put(&got, text_from_string(error.text));
    buffer_put_char(&got, '\0');
    ck_assert_str_eq(got.bytes, lines[_i].want);
    buffer_release(&got);
    arguments_release(&arguments);
    options_release(&options);
}
END_TEST

START_TEST(the_last_value_wins)
{
    char *words[] = {"-c", "a", "--config=b", "x", "y"};
    struct option_list options;
    struct arguments arguments;
    struct error error = {0};
    ck_assert(options_of(&command, &options));
    ck_assert(arguments_parse(&options, (int)ARRAY_LEN(words), words, &arguments, &error));
    ck_assert_str_eq(arguments_value(&arguments, "config"), "b");
    ck_assert_ptr_null(arguments_value(&arguments, "all"));
    ck_assert_str_eq(arguments_operand(&arguments, 1), "y");
    ck_assert_ptr_null(arguments_operand(&arguments, 2));
    arguments_release(&arguments);
    options_release(&options);
}
END_TEST

START_TEST(a_command_with_settings_has_a_flag_for_each)
{
    const struct command serve = {.name = "serve", .full_name = "serve", .takes_settings = true};
    struct option_list options;
    size_t count = 0;
    ck_assert(options_of(&serve, &options));
    for (size_t i = 0; i < options.count; i++)
        count += options.items[i].key != NULL ? 1 : 0;
    ck_assert_uint_gt(count, 10);
    options_release(&options);
}
END_TEST

START_TEST(no_two_options_share_a_name)
{
    const struct command all = {.name = "all",
                                .full_name = "all",
                                .takes_settings = true,
                                .options = own,
                                .option_count = ARRAY_LEN(own)};
    struct option_list options;
    ck_assert(options_of(&all, &options));
    for (size_t i = 0; i < options.count; i++) {
        for (size_t j = i + 1; j < options.count; j++)
            ck_assert_str_ne(options.items[i].name, options.items[j].name);
    }
    options_release(&options);
}
END_TEST

static const struct {
    const char *name;
    bool is_of_service;
} variables[] = {
    {"RELEASE_GATE_SERVICE_HOST", true},
    {"RELEASE_GATE_SERVICE_PORT", true},
    {"RELEASE_GATE_SERVICE_PORT_HTTPS", true},
    {"RELEASE_GATE_PORT", true},
    {"RELEASE_GATE_PORT_443_TCP_ADDR", true},
    {"RELEASE_GATE_SERVER_LISTEN", false},
    {"RELEASE_GATE_CONFIG", false},
};

START_TEST(variables_of_kubernetes_are_known)
{
    ck_assert_msg(environment_variable_is_of_service(text_from_string(variables[_i].name)) ==
                      variables[_i].is_of_service,
                  "%s", variables[_i].name);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("options");
    TCase *tcase = tcase_create("command line");
    tcase_add_loop_test(tcase, every_line_is_read_as_written, 0, (int)ARRAY_LEN(lines));
    tcase_add_test(tcase, the_last_value_wins);
    tcase_add_test(tcase, a_command_with_settings_has_a_flag_for_each);
    tcase_add_test(tcase, no_two_options_share_a_name);
    tcase_add_loop_test(tcase, variables_of_kubernetes_are_known, 0, (int)ARRAY_LEN(variables));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
