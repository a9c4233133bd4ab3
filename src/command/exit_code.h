/* exit_code.h - what the program's exit status says. */
#ifndef COMMAND_EXIT_CODE_H
#define COMMAND_EXIT_CODE_H

enum exit_code {
    EXIT_CLEAN = 0,
    EXIT_VIOLATIONS = 1,  /* the gate would deny */
    EXIT_USAGE = 2,       /* command line or configuration */
    EXIT_INPUT = 3,       /* unreadable, or nothing found in it */
    EXIT_UNREACHABLE = 4, /* the cluster */
    EXIT_INTERNAL = 5,    /* whatever else went wrong: no memory, a full disk, a port in use */
};

#endif
