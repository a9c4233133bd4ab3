#include "audit/audit.h"
#include "audit_live.h"
#include "base/escape.h"
#include "check_complain.h"
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

static enum exit_code out_of_memory(void)
{
    output_complain("out of memory");
    return EXIT_INTERNAL;
}

static bool add_inputs(struct comparison *comparison, const struct arguments *arguments)
{
    for (size_t i = SIDE_COUNT; arguments_operand(arguments, i) != NULL; i++) {
        if (!find_files(&comparison->inputs, arguments_operand(arguments, i)))
            return false;
    }
    return input_list_unite(&comparison->inputs);
}

static bool is_live(const struct arguments *arguments)
{
    return arguments_value(arguments, "live") != NULL;
}

/* What is to be judged: paths, or a cluster. */
static bool has_its_operands(const struct arguments *arguments)
{
    bool has_paths = arguments_operand(arguments, SIDE_COUNT) != NULL;
    if (arguments_operand(arguments, NEW) == NULL || has_paths == is_live(arguments)) {
        output_complain("diff-policy needs two configurations, and files or folders to judge or a "
                        "cluster: OLD NEW PATH... or OLD NEW --live");
        return false;
    }
    if (arguments_value(arguments, "all-namespaces") != NULL &&
        arguments_value(arguments, "namespace") != NULL) {
        output_complain("give --all-namespaces or a namespace, not both");
        return false;
    }
    return true;
}

static enum exit_code prepare(struct comparison *comparison, const struct arguments *arguments)
{
    if (!has_its_operands(arguments))
        return EXIT_USAGE;
    if (!output_format_choose(arguments, &comparison->format))
        return EXIT_USAGE;
    for (size_t i = 0; i < SIDE_COUNT; i++) {
        comparison->configs[i] = load_config_file_alone(arguments_operand(arguments, i));
        if (comparison->configs[i] == NULL)
            return EXIT_USAGE;
    }
    return add_inputs(comparison, arguments) ? EXIT_CLEAN : out_of_memory();
}

/* Both policies judge the objects of one listing, so that nothing changes between them. */
static enum exit_code judge_cluster(struct comparison *comparison,
                                    const struct arguments *arguments)
{
    struct audit_terms terms[SIDE_COUNT];
    struct audit *audits[SIDE_COUNT];
    enum exit_code code = EXIT_CLEAN;
    for (size_t i = 0; i < SIDE_COUNT; i++) {
        terms[i] = (struct audit_terms){
            .policy = comparison->configs[i]->policy,
            .namespace = text_from_string(arguments_value(arguments, "namespace")),
            .today = clock_today(),
            .report = &comparison->reports[i],
        };
        audits[i] = audit_new(&terms[i]);
        if (audits[i] == NULL)
            code = out_of_memory();
    }
    if (code == EXIT_CLEAN)
        code = audit_live(arguments, terms, audits, SIDE_COUNT, clock_monotonic_ns());
    for (size_t i = 0; i < SIDE_COUNT; i++)
        audit_free(audits[i]);
    check_complain_of_problems(&comparison->reports[OLD].problems);
    return code;
}

static bool judge_files(struct comparison *comparison, const struct arguments *arguments)
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

static enum exit_code judge(struct comparison *comparison, const struct arguments *arguments)
{
    if (is_live(arguments))
        return judge_cluster(comparison, arguments);
    return judge_files(comparison, arguments) ? EXIT_CLEAN : out_of_memory();
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

static enum exit_code compare(const struct comparison *comparison)
{
    struct buffer out = {0};
    struct report_style style = {.version = RELEASE_GATE_VERSION};
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
        code = judge(&comparison, arguments);
    if (code == EXIT_CLEAN)
        code = compare(&comparison);
    for (size_t i = 0; i < SIDE_COUNT; i++) {
        report_release(&comparison.reports[i]);
        config_free(comparison.configs[i]);
    }
    input_list_release(&comparison.inputs);
    return code;
}
