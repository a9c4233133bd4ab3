/* check_file.h - one file, judged object by object. */
#ifndef COMMAND_CHECK_FILE_H
#define COMMAND_CHECK_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "core/policy.h"
#include "find_files.h"
#include "namespace_labels.h"
#include "report/report.h"

/* What all files have in common. Borrowed. */
struct check_terms {
    const struct policy *policy;
    struct text environment;               /* empty: the namespace decides */
    struct text namespace;                 /* of the objects that name none */
    const struct namespace_labels *labels; /* set by check_run */
    unsigned today;                        /* as 20261124 */
    bool is_repeated;                      /* what standard error is told was told before */
    uint64_t start_ns;                     /* clock_monotonic_ns when the user began to wait */
};

/* What came of one file. */
struct check_result {
    struct report report;       /* its problems say what could not be read */
    struct error_list warnings; /* repeated keys */
    size_t stray_count;         /* objects with images and without any namespace */
};

/* What a thread keeps from file to file. */
struct check_scratch {
    struct buffer bytes;
    struct arena arena;
};

void check_scratch_init(struct check_scratch *scratch);
void check_scratch_release(struct check_scratch *scratch);

/* Fills `*result`, which the caller releases in every case. False when there is no memory; whatever
 * else goes wrong is in the result. */
MUST_CHECK bool check_file(const struct check_terms *terms, const struct input *input,
                           struct check_scratch *scratch, struct check_result *result);
void check_result_release(struct check_result *result);

/* Adds what the Namespace objects in the file say. False when there is no memory. */
MUST_CHECK bool check_file_labels(const struct input *input, struct check_scratch *scratch,
                                  struct namespace_labels *labels);

/* Reads a pipe, a terminal or standard input, which give their bytes only once, into the input;
 * other files are left alone. False when there is no memory. */
MUST_CHECK bool check_read_stream(struct input *input);

#endif
