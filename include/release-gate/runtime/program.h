/* program.h - another program, run for what it prints. */
#ifndef RUNTIME_PROGRAM_H
#define RUNTIME_PROGRAM_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"

struct program {
    const char *command;    /* looked up in PATH if there is no slash in it */
    char *const *arguments; /* with the command as the first, then NULL */
    char *const *variables; /* "NAME=VALUE", then NULL: on top of the process's own */
    uint64_t timeout_ms;
};

/* Appends its standard output. False if it cannot be started, writes more than the buffer takes,
 * takes longer, is killed or has an exit status other than 0; the error's text goes on after the
 * name of the command: "ended with status 1". */
MUST_CHECK bool program_run(const struct program *program, struct buffer *output,
                            struct error *error);

#endif
