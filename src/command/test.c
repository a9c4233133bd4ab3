#include <string.h>

#include "base/escape.h"
#include "command.h"
#include "load_config.h"
#include "options.h"
#include "output.h"
#include "policy_test.h"
#include "runtime/clock.h"
#include "runtime/file.h"

enum { MAX_FILE_BYTES = 64 << 20, MAX_ERRORS = 100, MAX_PATH_BYTES = 4096 };

struct tally {
    struct buffer out;
    const char *file;
    size_t passed;
    size_t failed;
};

static void put_escaped(struct buffer *out, struct text text)
{
    escape_for_terminal(out, text, 0);
}

/* What was wanted and what came, one below the other. */
static void put_difference(struct buffer *out, const struct policy_test *test,
                           const struct policy_test_result *result)
{
    buffer_put(out, TEXT("  - want: "));
    policy_test_put_decision(out, test->expect, policy_test_expected_rules(test));
    buffer_put(out, TEXT("\n  + got:  "));
    policy_test_put_decision(out, text_from_string(result->decision), result->rules);
    buffer_put_char(out, '\n');
    if (result->message.len != 0) {
        buffer_put(out, TEXT("    "));
        buffer_put(out, result->message);
        buffer_put_char(out, '\n');
    }
}

static bool report(void *context, const struct policy_test *test,
                   const struct policy_test_result *result, struct error *error)
{
    struct tally *tally = context;
    if (result->passed) {
        tally->passed++;
        return true;
    }
    tally->failed++;
    buffer_printf(&tally->out, "%s:%zu: FAIL ", tally->file, test->line);
    put_escaped(&tally->out, test->name);
    buffer_put(&tally->out, TEXT(": "));
    put_escaped(&tally->out, result->subject);
    buffer_put_char(&tally->out, '\n');
    put_difference(&tally->out, test, result);
    return !tally->out.failed || error_no_memory(error);
}

/* "web.yaml" named in "policy/tests.yaml" is "policy/web.yaml". */
static bool manifest_path(const char *file, struct text manifest, char *path, struct error *error)
{
    struct text test_file = text_from_string(file);
    size_t slash = text_find_last(test_file, '/');
    bool is_beside = slash != test_file.len && !text_starts_with(manifest, TEXT("/"));
    struct text folder = text_slice(test_file, 0, is_beside ? slash + 1 : 0);
    if (folder.len + manifest.len >= MAX_PATH_BYTES || text_find(manifest, '\0') != manifest.len)
        return error_set(error, ERROR_VALUE, "the path of the manifest is not usable");
    if (folder.len != 0)
        memcpy(path, folder.ptr, folder.len);
    memcpy(path + folder.len, manifest.ptr, manifest.len);
    path[folder.len + manifest.len] = '\0';
    return true;
}

static bool run_test(const struct policy_test *test, const struct policy *policy,
                     struct tally *tally, struct error *error)
{
    char path[MAX_PATH_BYTES];
    struct buffer manifest = {0};
    bool done =
        test->manifest.len == 0 || (manifest_path(tally->file, test->manifest, path, error) &&
                                    file_read(path, MAX_FILE_BYTES, &manifest, error));
    done = done && policy_test_run(test, policy, buffer_text(&manifest), clock_today(), report,
                                   tally, error);
    buffer_release(&manifest);
    return done;
}

static enum exit_code run_suite(const struct policy_suite *suite, const struct policy *policy,
                                struct tally *tally)
{
    for (size_t i = 0; i < suite->count; i++) {
        struct error error = {0};
        if (run_test(&suite->tests[i], policy, tally, &error))
            continue;
        output_complain("%s:%zu: %s", tally->file, suite->tests[i].line, error.text);
        return error.kind == ERROR_MEMORY ? EXIT_INTERNAL : EXIT_INPUT;
    }
    return EXIT_CLEAN;
}

static enum exit_code complain_of_all(const struct error_list *errors)
{
    for (size_t i = 0; i < errors->count; i++)
        output_complain_error(&errors->items[i]);
    return EXIT_USAGE;
}

static enum exit_code test_file(const struct policy *policy, struct tally *tally)
{
    struct buffer content = {0};
    struct error error = {0};
    struct error_list errors;
    struct policy_suite suite;
    if (!file_read(tally->file, MAX_FILE_BYTES, &content, &error)) {
        output_complain_error(&error);
        buffer_release(&content);
        return EXIT_INPUT;
    }
    error_list_init(&errors, MAX_ERRORS);
    bool readable = policy_suite_read(&suite, policy, buffer_text(&content), tally->file, &errors);
    enum exit_code code = readable ? run_suite(&suite, policy, tally) : complain_of_all(&errors);
    policy_suite_release(&suite);
    error_list_release(&errors);
    buffer_release(&content);
    return code;
}

static enum exit_code test_all(const struct policy *policy, const struct arguments *arguments)
{
    struct tally tally = {0};
    enum exit_code worst = EXIT_CLEAN;
    for (size_t i = 0; arguments_operand(arguments, i) != NULL; i++) {
        tally.file = arguments_operand(arguments, i);
        enum exit_code code = test_file(policy, &tally);
        worst = code > worst ? code : worst;
    }
    if (tally.passed + tally.failed != 0)
        buffer_printf(&tally.out, "%zu passed, %zu failed\n", tally.passed, tally.failed);
    enum exit_code written = output_write(&tally.out);
    buffer_release(&tally.out);
    if (written != EXIT_CLEAN || worst != EXIT_CLEAN)
        return written != EXIT_CLEAN ? written : worst;
    return tally.failed != 0 ? EXIT_VIOLATIONS : EXIT_CLEAN;
}

enum exit_code command_test(const struct command *command, const struct arguments *arguments)
{
    (void)command;
    if (arguments_operand(arguments, 0) == NULL) {
        output_complain("test needs a file of kind PolicyTest");
        return EXIT_USAGE;
    }
    struct config *config = load_config(arguments);
    if (config == NULL)
        return EXIT_USAGE;
    enum exit_code code = test_all(config->policy, arguments);
    config_free(config);
    return code;
}
