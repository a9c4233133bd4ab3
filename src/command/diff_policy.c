#include <string.h>

#include "base/escape.h"
#include "check_file.h"
#include "check_run.h"
#include "command.h"
#include "load_config.h"
#include "output.h"
#include "output_format.h"
#include "report/diff.h"
#include "runtime/clock.h"
#include "runtime/cores.h"

/* The configurations come first among the operands. */
enum { OLD, NEW, SIDE_COUNT };

static diff_writer *const writers[OUTPUT_FORMAT_COUNT] = {
    [OUTPUT_TEXT] = diff_put_text,
    [OUTPUT_JSON] = diff_put_json,
};

/* One run from the command line to the exit status. */
struct comparison {
    enum output_format format;
    struct config *configs[SIDE_COUNT];
    struct report reports[SIDE_COUNT];
    struct input_list inputs;
};

static bool add_inputs(struct comparison *comparison, const struct arguments *arguments)
{
    for (size_t i = SIDE_COUNT; arguments_operand(arguments, i) != NULL; i++) {
        if (!find_files(&comparison->inputs, arguments_operand(arguments, i)))
            return false;
    }
    return input_list_unite(&comparison->inputs);
}

static enum exit_code prepare(struct comparison *comparison, const struct arguments *arguments)
{
    if (arguments_operand(arguments, SIDE_COUNT) == NULL) {
        output_complain("diff-policy needs two configurations, and files or folders to judge: "
                        "OLD NEW PATH...");
        return EXIT_USAGE;
    }
    if (!output_format_choose(arguments, &comparison->format))
        return EXIT_USAGE;
    for (size_t i = 0; i < SIDE_COUNT; i++) {
        comparison->configs[i] = load_config_file_alone(arguments_operand(arguments, i));
        if (comparison->configs[i] == NULL)
            return EXIT_USAGE;
    }
    if (add_inputs(comparison, arguments))
        return EXIT_CLEAN;
    output_complain("out of memory");
    return EXIT_INTERNAL;
}

static bool judge(struct comparison *comparison, const struct arguments *arguments)
{
    struct check_terms terms = {
        .namespace = text_from_string(arguments_value(arguments, "namespace")),
        .today = clock_today(),
        .start_ns = clock_monotonic_ns(),
    };
    for (size_t i = 0; i < comparison->inputs.count; i++) {
        if (!check_read_stream(&comparison->inputs.items[i]))
            return false;
    }
    for (size_t i = 0; i < SIDE_COUNT; i++) {
        struct check_summary summary = {.report = &comparison->reports[i]};
        terms.policy = comparison->configs[i]->policy;
        terms.is_repeated = i != OLD;
        if (!check_run(&terms, &comparison->inputs, (unsigned)cores_usable(), &summary))
            return false;
    }
    return true;
}

/* Whatever one of them could not read may have changed. */
static enum exit_code exit_code_of(const struct comparison *comparison,
                                   const struct diff_counts *counts)
{
    const struct report *reports = comparison->reports;
    if (!error_list_is_empty(&reports[OLD].problems) ||
        !error_list_is_empty(&reports[NEW].problems))
        return EXIT_INPUT;
    if (counts->objects[DIFF_STRICTER] + counts->objects[DIFF_LOOSER] != 0)
        return EXIT_VIOLATIONS;
    if (counts->objects[DIFF_SAME] != 0)
        return EXIT_CLEAN;
    output_complain("nothing was found to judge (files read: %zu)", reports[OLD].file_count);
    return EXIT_INPUT;
}

static enum exit_code compare(struct comparison *comparison, const struct arguments *arguments)
{
    struct buffer out = {0};
    struct report_style style = {.version = RELEASE_GATE_VERSION};
    if (!judge(comparison, arguments)) {
        output_complain("out of memory");
        return EXIT_INTERNAL;
    }
    struct report_diff diff = {&comparison->reports[OLD], &comparison->reports[NEW]};
    struct diff_counts counts = writers[comparison->format](&diff, &style, &out);
    enum exit_code written = output_write(&out);
    buffer_release(&out);
    enum exit_code code = exit_code_of(comparison, &counts);
    return written != EXIT_CLEAN ? written : code;
}

enum exit_code command_diff_policy(const struct command *command, const struct arguments *arguments)
{
    (void)command;
    struct comparison comparison = {0};
    for (size_t i = 0; i < SIDE_COUNT; i++)
        report_init(&comparison.reports[i], 0);
    enum exit_code code = prepare(&comparison, arguments);
    if (code == EXIT_CLEAN)
        code = compare(&comparison, arguments);
    for (size_t i = 0; i < SIDE_COUNT; i++) {
        report_release(&comparison.reports[i]);
        config_free(comparison.configs[i]);
    }
    input_list_release(&comparison.inputs);
    return code;
}
