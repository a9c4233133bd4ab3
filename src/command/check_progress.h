/* check_progress.h - a line on a terminal for work that takes long. */
#ifndef COMMAND_CHECK_PROGRESS_H
#define COMMAND_CHECK_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check_progress {
    bool is_wanted; /* standard error is a terminal */
    bool is_shown;
    uint64_t next_ns; /* when the line is due */
};

/* `start_ns`: since when somebody waits, by clock_monotonic_ns. */
void check_progress_begin(struct check_progress *progress, uint64_t start_ns);

/* Shows "1234 of 10000 files", at most some times a second. */
void check_progress_show(struct check_progress *progress, size_t done, size_t count);

/* Shows "pods: 1234 objects" in the same way. */
void check_progress_show_objects(struct check_progress *progress, const char *what, size_t count);

/* Takes the line away. */
void check_progress_end(struct check_progress *progress);

#endif
