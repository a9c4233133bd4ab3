/* check_output.h - a report to wherever the -o options say. */
#ifndef COMMAND_CHECK_OUTPUT_H
#define COMMAND_CHECK_OUTPUT_H

#include "check_options.h"
#include "exit_code.h"
#include "report/report.h"

/* Writes the report in every format asked for. What is for standard output goes to standard error
 * if standard input passes through. EXIT_CLEAN, or EXIT_INTERNAL after a complaint. */
enum exit_code check_output(const struct check_options *options, const struct report *report);

#endif
