/* audit_dump.h - what `kubectl get ... -o json` wrote, read object by object, more than once. */
#ifndef COMMAND_AUDIT_DUMP_H
#define COMMAND_AUDIT_DUMP_H

#include <stdbool.h>

#include "audit/audit.h"
#include "base/check.h"
#include "base/error.h"

struct audit_dump {
    const char *path; /* "-" is standard input */
    int file;         /* that can be read from its beginning again; -1: none */
    bool has_failed;  /* it could not be read to its end */
};

/* Opens the file; what gives its bytes only once is copied to a temporary file without a name
 * first. False, with the reason, if it cannot be read. */
MUST_CHECK bool audit_dump_open(struct audit_dump *dump, const char *path, struct error *error);
void audit_dump_close(struct audit_dump *dump);

/* What is done with each object. False when there is no memory. */
typedef bool audit_dump_step(struct audit *audit, struct text file,
                             const struct manifest *manifest);

/* Reads the whole file from its beginning. What cannot be read is added to `problems` (may be
 * NULL). False when there is no memory. */
MUST_CHECK bool audit_dump_read(const struct audit_dump *dump, struct audit *audit,
                                audit_dump_step *step, struct error_list *problems);

#endif
