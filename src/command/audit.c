#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "audit_dump.h"
#include "audit_live.h"
#include "check_complain.h"
#include "check_options.h"
#include "check_output.h"
#include "command.h"
#include "load_config.h"
#include "output.h"
#include "runtime/clock.h"

static const uint64_t ns_per_ms = 1000000;

/* One run from the command line to the exit status. */
struct run {
    const struct arguments *arguments;
    struct check_options options;
    struct config *config;
    struct report report;
    struct audit_terms terms;
    struct audit *audit;
};

static enum exit_code out_of_memory(void)
{
    output_complain("out of memory");
    return EXIT_INTERNAL;
}

/* ---- Dumps. */

static size_t count_dumps(const struct arguments *arguments)
{
    size_t count = 0;
    for (size_t i = 0; i < arguments->count; i++) {
        const struct option *option = arguments->items[i].option;
        count += option != NULL && strcmp(option->name, "file") == 0 ? 1 : 0;
    }
    return count;
}

static void open_dumps(struct run *run, struct audit_dump *dumps)
{
    size_t count = 0;
    for (size_t i = 0; i < run->arguments->count; i++) {
        const struct argument *argument = &run->arguments->items[i];
        struct error error = {0};
        if (argument->option == NULL || strcmp(argument->option->name, "file") != 0)
            continue;
        if (!audit_dump_open(&dumps[count], argument->value, &error)) {
            audit_dump_close(&dumps[count]);
            error_list_add(&run->report.problems, error.kind, error.source, 0, 0, "%s", error.text);
        }
        count++;
    }
}

static bool collect(struct audit *audit, struct text file, const struct manifest *manifest)
{
    (void)file;
    return audit_collect(audit, manifest);
}

/* All of them are collected before the first is judged: owners and namespaces may stand in
 * another. */
static bool read_dumps(struct run *run, const struct audit_dump *dumps, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (dumps[i].file >= 0 &&
            !audit_dump_read(&dumps[i], run->audit, collect, &run->report.problems))
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (dumps[i].file >= 0 && !audit_dump_read(&dumps[i], run->audit, audit_judge, NULL))
            return false;
    }
    run->report.file_count = count;
    return true;
}

static enum exit_code audit_dumps(struct run *run)
{
    size_t count = count_dumps(run->arguments);
    if (count == 0)
        return EXIT_CLEAN;
    struct audit_dump *dumps = calloc(count, sizeof *dumps);
    if (dumps == NULL)
        return out_of_memory();
    open_dumps(run, dumps);
    bool done = read_dumps(run, dumps, count);
    for (size_t i = 0; i < count; i++)
        audit_dump_close(&dumps[i]);
    free(dumps);
    return done ? EXIT_CLEAN : out_of_memory();
}

/* ---- After. */

/* An incomplete answer is none, so what could not be read weighs more than violations. */
static enum exit_code exit_code_of(const struct run *run)
{
    const struct report *report = &run->report;
    size_t counted = report->levels[REPORT_ERROR];
    if (run->options.fail_on == CHECK_FAIL_ON_WARNING)
        counted += report->levels[REPORT_WARNING];
    if (run->options.fail_on == CHECK_FAIL_NEVER)
        counted = 0;
    if (!error_list_is_empty(&report->problems))
        return EXIT_INPUT;
    if (counted != 0)
        return EXIT_VIOLATIONS;
    if (audit_counts(run->audit).objects != 0 || run->options.allow_empty)
        return EXIT_CLEAN;
    output_complain("nothing was found to audit");
    return EXIT_INPUT;
}

/* Without -o: what breaks the rules, then what is where. */
static enum exit_code write_table(const struct run *run)
{
    const struct report_format *table = report_find_format(TEXT("table"));
    struct report_style style = {.version = RELEASE_GATE_VERSION};
    struct buffer content = {0};
    if (table == NULL || arguments_value(run->arguments, "output") != NULL)
        return EXIT_CLEAN;
    buffer_put_char(&content, '\n');
    table->write(&run->report, &style, &content);
    enum exit_code code = output_write(&content);
    buffer_release(&content);
    return code;
}

static void tell_attributed(const struct run *run)
{
    struct audit_counts counts = audit_counts(run->audit);
    if (counts.attributed != 0 || counts.ended != 0)
        output_complain("objects seen: %zu, of which %zu run what their workload says and %zu have "
                        "ended",
                        counts.objects, counts.attributed, counts.ended);
}

static enum exit_code finish(struct run *run)
{
    check_complain_of_problems(&run->report.problems);
    report_limit(&run->report, run->options.max_findings);
    tell_attributed(run);
    enum exit_code written = check_output(&run->options, &run->report);
    if (written == EXIT_CLEAN)
        written = write_table(run);
    enum exit_code code = exit_code_of(run);
    return written != EXIT_CLEAN ? written : code;
}

/* ---- Before. */

static bool prepare(struct run *run)
{
    const struct arguments *arguments = run->arguments;
    if (!check_options_read(&run->options, arguments))
        return false;
    if (arguments_value(arguments, "all-namespaces") != NULL && run->options.namespace != NULL) {
        output_complain("give --all-namespaces or a namespace, not both");
        return false;
    }
    run->config = load_config(arguments);
    return run->config != NULL && check_options_suit_policy(&run->options, run->config->policy);
}

static enum exit_code judge(struct run *run)
{
    uint64_t start = clock_monotonic_ns();
    run->terms = (struct audit_terms){
        .policy = run->config->policy,
        .environment = text_from_string(run->options.environment),
        .namespace = text_from_string(run->options.namespace),
        .today = clock_today(),
        .report = &run->report,
    };
    run->audit = audit_new(&run->terms);
    if (run->audit == NULL ||
        !inventory_name_environments(&run->report.inventory, run->config->policy))
        return out_of_memory();
    enum exit_code code = arguments_value(run->arguments, "file") != NULL
                              ? audit_dumps(run)
                              : audit_live(run->arguments, &run->terms, &run->audit, 1, start);
    run->report.duration_ms = (clock_monotonic_ns() - start) / ns_per_ms;
    return code;
}

enum exit_code command_audit(const struct command *command, const struct arguments *arguments)
{
    (void)command;
    struct run run = {.arguments = arguments};
    report_init(&run.report, 0);
    enum exit_code code = prepare(&run) ? judge(&run) : EXIT_USAGE;
    if (code == EXIT_CLEAN)
        code = finish(&run);
    audit_free(run.audit);
    report_release(&run.report);
    config_free(run.config);
    check_options_release(&run.options);
    return code;
}
