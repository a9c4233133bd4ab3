/* check_options.h - what `release-gate check` was asked to do. */
#ifndef COMMAND_CHECK_OPTIONS_H
#define COMMAND_CHECK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/check.h"
#include "core/policy.h"
#include "find_files.h"
#include "options.h"
#include "report/report.h"

/* One "-o FORMAT[=FILE]". */
struct check_target {
    const struct report_format *format;
    const char *file; /* NULL: standard output */
};

/* The least that makes the exit status 1. */
enum check_fail_on { CHECK_FAIL_ON_ERROR, CHECK_FAIL_ON_WARNING, CHECK_FAIL_NEVER };

enum check_color { CHECK_COLOR_AUTO, CHECK_COLOR_ALWAYS, CHECK_COLOR_NEVER };

/* Strings are borrowed from the arguments; NULL: not given. */
struct check_options {
    struct check_target *targets;
    size_t target_count;
    const char *environment;
    const char *namespace;
    const char *baseline;
    const char *write_baseline;
    enum check_fail_on fail_on;
    enum check_color color;
    bool allow_empty;
    bool passthrough;
    bool show_notes;
    size_t max_findings; /* 0: no limit */
    unsigned jobs;
};

/* False, after a complaint. Release in every case. */
MUST_CHECK bool check_options_read(struct check_options *options,
                                   const struct arguments *arguments);
void check_options_release(struct check_options *options);

/* False, after a complaint with what may have been meant, if the policy has no such environment. */
MUST_CHECK bool check_options_suit_policy(const struct check_options *options,
                                          const struct policy *policy);

/* Finds what -f and the operands name. False, after a complaint, if they name nothing. */
MUST_CHECK bool check_options_inputs(const struct check_options *options,
                                     const struct arguments *arguments, struct input_list *inputs);

#endif
