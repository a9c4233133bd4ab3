/* choose_environment.h - the environment that a command is told to look at alone. */
#ifndef COMMAND_CHOOSE_ENVIRONMENT_H
#define COMMAND_CHOOSE_ENVIRONMENT_H

#include "base/check.h"
#include "core/policy.h"
#include "options.h"

/* By --environment; `*environment` is NULL without it: all. False, and complained of, if the policy
 * has none of that name. */
MUST_CHECK bool choose_environment(const struct policy *policy, const struct arguments *arguments,
                                   const struct environment **environment);

#endif
