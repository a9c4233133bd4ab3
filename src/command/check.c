#include <stdint.h>
#include <stdio.h>

#include "baseline.h"
#include "check_options.h"
#include "check_output.h"
#include "check_run.h"
#include "command.h"
#include "load_config.h"
#include "output.h"
#include "runtime/clock.h"
#include "runtime/file.h"

enum { MAX_BASELINE_BYTES = 256 << 20 };

static const uint64_t ns_per_ms = 1000000;

/* One run from the command line to the exit status. */
struct check {
    struct check_options options;
    struct config *config;
    struct input_list inputs;
    struct baseline baseline;
    struct report report;
    size_t stray_count;
    uint64_t start_ns;
};

/* ---- Before: what is wrong here is the caller's mistake. */

static bool read_baseline(struct check *check)
{
    const char *path = check->options.baseline;
    struct error error = {0};
    struct buffer bytes = {0};
    if (path == NULL)
        return true;
    bool done = file_read(path, MAX_BASELINE_BYTES, &bytes, &error) &&
                baseline_read(&check->baseline, buffer_text(&bytes), path, &error);
    buffer_release(&bytes);
    if (!done)
        output_complain_error(&error);
    return done;
}

static bool prepare(struct check *check, const struct arguments *arguments)
{
    if (!check_options_read(&check->options, arguments))
        return false;
    check->config = load_config(arguments);
    return check->config != NULL &&
           check_options_suit_policy(&check->options, check->config->policy) &&
           read_baseline(check) && check_options_inputs(&check->options, arguments, &check->inputs);
}

/* ---- The work. */

static enum exit_code out_of_memory(void)
{
    output_complain("out of memory");
    return EXIT_INTERNAL;
}

static enum exit_code judge(struct check *check)
{
    const struct check_options *options = &check->options;
    struct check_terms terms = {
        .policy = check->config->policy,
        .environment = text_from_string(options->environment),
        .namespace = text_from_string(options->namespace),
        .today = clock_today(),
        .start_ns = check->start_ns,
    };
    struct check_summary summary = {.report = &check->report};
    uint64_t start = clock_monotonic_ns();
    if (!inventory_name_environments(&check->report.inventory, terms.policy) ||
        !check_run(&terms, &check->inputs, options->jobs, &summary))
        return out_of_memory();
    check->report.duration_ms = (clock_monotonic_ns() - start) / ns_per_ms;
    check->stray_count = summary.stray_count;
    return EXIT_CLEAN;
}

/* ---- After: baseline, outputs, exit status. */

static void tell_fixed(const struct check *check)
{
    struct buffer lines = {0};
    size_t count = baseline_put_fixed(&check->baseline, &check->inputs, &lines);
    if (count != 0) {
        fprintf(stderr, "%.*s", TEXT_ARGS(buffer_text(&lines)));
        output_complain("entries of the baseline that are fixed: %zu; write it anew to drop them",
                        count);
    }
    buffer_release(&lines);
}

static enum exit_code replace_baseline(const char *path, const struct buffer *content)
{
    struct error error = {0};
    if (content->failed)
        return out_of_memory();
    if (file_replace(path, buffer_text(content), &error))
        return EXIT_CLEAN;
    output_complain("%s: cannot be written: %s", path, error.text);
    return EXIT_INTERNAL;
}

static enum exit_code write_baseline(struct check *check)
{
    struct buffer content = {0};
    if (!error_list_is_empty(&check->report.problems)) {
        output_complain("%s is not written: what could not be read would be missing",
                        check->options.write_baseline);
        return EXIT_CLEAN;
    }
    size_t written = 0;
    bool done = baseline_put(&check->report, &content, &written);
    enum exit_code code =
        done ? replace_baseline(check->options.write_baseline, &content) : out_of_memory();
    buffer_release(&content);
    if (code != EXIT_CLEAN)
        return code;
    output_complain("findings written to %s: %zu", check->options.write_baseline, written);
    baseline_accept_all(&check->report);
    return EXIT_CLEAN;
}

static enum exit_code apply_baseline(struct check *check)
{
    if (check->options.baseline != NULL) {
        baseline_apply(&check->baseline, &check->report);
        tell_fixed(check);
    }
    return check->options.write_baseline != NULL ? write_baseline(check) : EXIT_CLEAN;
}

/* Whoever forgot the namespace would take the rules of the default environment for the gate's. */
static void hint_at_strays(const struct check *check)
{
    struct text fallback = check->config->policy->default_environment->name;
    if (check->stray_count != 0 && check->options.namespace == NULL)
        output_complain("objects that name no namespace and were judged by the rules of "
                        "\"%.*s\": %zu; give -n NAMESPACE or -e ENV",
                        TEXT_ARGS(fallback), check->stray_count);
}

/* An incomplete answer is none, so what could not be read weighs more than violations. */
static enum exit_code exit_code_of(const struct check *check)
{
    const struct report *report = &check->report;
    size_t counted = report->levels[REPORT_ERROR];
    if (check->options.fail_on == CHECK_FAIL_ON_WARNING)
        counted += report->levels[REPORT_WARNING];
    if (check->options.fail_on == CHECK_FAIL_NEVER)
        counted = 0;
    if (!error_list_is_empty(&report->problems))
        return EXIT_INPUT;
    if (counted != 0)
        return EXIT_VIOLATIONS;
    if (report->object_count != 0 || check->options.allow_empty)
        return EXIT_CLEAN;
    output_complain("nothing was found to check (files read: %zu)", report->file_count);
    return EXIT_INPUT;
}

static enum exit_code finish(struct check *check)
{
    enum exit_code written = apply_baseline(check);
    if (written != EXIT_CLEAN)
        return written;
    /* Not before: a baseline must see them all. */
    report_limit(&check->report, check->options.max_findings);
    hint_at_strays(check);
    written = check_output(&check->options, &check->report);
    enum exit_code code = exit_code_of(check);
    if (written == EXIT_CLEAN && code == EXIT_CLEAN && check->options.passthrough)
        written = output_write(&check->inputs.items[0].content);
    return written != EXIT_CLEAN ? written : code;
}

static bool read_streams(struct check *check)
{
    for (size_t i = 0; i < check->inputs.count; i++) {
        if (!check_read_stream(&check->inputs.items[i]))
            return false;
    }
    return true;
}

static enum exit_code run(struct check *check)
{
    if (!read_streams(check))
        return out_of_memory();
    enum exit_code code = judge(check);
    return code != EXIT_CLEAN ? code : finish(check);
}

enum exit_code command_check(const struct command *command, const struct arguments *arguments)
{
    (void)command;
    struct check check = {.start_ns = clock_monotonic_ns()};
    report_init(&check.report, 0);
    enum exit_code code = prepare(&check, arguments) ? run(&check) : EXIT_USAGE;
    report_release(&check.report);
    baseline_release(&check.baseline);
    input_list_release(&check.inputs);
    config_free(check.config);
    check_options_release(&check.options);
    return code;
}
