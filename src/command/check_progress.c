#include "check_progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/clock.h"

/* Nobody wonders about a second; the eye follows some changes in each. */
static const uint64_t patience_ns = 1000000000;
static const uint64_t interval_ns = 200000000;

static const char erase_line[] = "\r\033[K";

static bool is_capable_terminal(void)
{
    const char *kind = getenv("TERM");
    return isatty(STDERR_FILENO) && kind != NULL && strcmp(kind, "dumb") != 0;
}

void check_progress_begin(struct check_progress *progress, uint64_t start_ns)
{
    *progress = (struct check_progress){
        .is_wanted = is_capable_terminal(),
        .next_ns = start_ns + patience_ns,
    };
}

static bool is_due(const struct check_progress *progress)
{
    return progress->is_wanted && clock_monotonic_ns() >= progress->next_ns;
}

static void shown(struct check_progress *progress)
{
    fflush(stderr);
    progress->is_shown = true;
    progress->next_ns = clock_monotonic_ns() + interval_ns;
}

void check_progress_show(struct check_progress *progress, size_t done, size_t count)
{
    if (!is_due(progress))
        return;
    fprintf(stderr, "%s%zu of %zu files", erase_line, done, count);
    shown(progress);
}

void check_progress_show_objects(struct check_progress *progress, const char *what, size_t count)
{
    if (!is_due(progress))
        return;
    fprintf(stderr, "%s%s: %zu objects", erase_line, what, count);
    shown(progress);
}

void check_progress_end(struct check_progress *progress)
{
    if (progress->is_shown)
        fputs(erase_line, stderr);
    progress->is_shown = false;
}
