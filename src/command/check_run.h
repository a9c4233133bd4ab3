/* check_run.h - many files, judged by several threads, reported in the order of the files. */
#ifndef COMMAND_CHECK_RUN_H
#define COMMAND_CHECK_RUN_H

#include <stdbool.h>

#include "base/check.h"
#include "check_file.h"

struct check_summary {
    struct report *report;
    size_t stray_count;
};

/* Judges all inputs with at most `jobs` threads and adds what came of them to the summary's report;
 * warnings go to standard error. Each thread has one file in memory at a time. False when there is
 * no memory. */
MUST_CHECK bool check_run(const struct check_terms *terms, const struct input_list *inputs,
                          unsigned jobs, struct check_summary *summary);

#endif
