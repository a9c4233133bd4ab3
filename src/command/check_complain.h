/* check_complain.h - what check says of its input on standard error, beside the findings. */
#ifndef COMMAND_CHECK_COMPLAIN_H
#define COMMAND_CHECK_COMPLAIN_H

#include "base/error.h"

/* "file:3:1: error: text" for each. */
void check_complain_of_problems(const struct error_list *problems);

/* "file:3:1: warning: text" for each. */
void check_complain_of_keys(const struct error_list *warnings);

#endif
