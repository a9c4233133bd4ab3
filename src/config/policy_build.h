/* policy_build.h - settings into the policy that they describe. */
#ifndef CONFIG_POLICY_BUILD_H
#define CONFIG_POLICY_BUILD_H

#include "base/check.h"
#include "problem.h"
#include "settings.h"

/* Fills `policy` from settings that are valid and live in its memory. False, with what is wrong
 * in `input->errors`, if a tag pattern is none or there is no memory. */
MUST_CHECK bool policy_build(const struct input *input, const struct settings *settings,
                             struct policy *policy);

/* Compiles the patterns of settings that are not valid otherwise, so that all that is wrong is
 * reported at once. NULL if one is not a pattern or there is no memory. */
MUST_CHECK struct tag_table *
policy_build_tags(const struct input *input, const struct settings *settings, struct arena *memory);

#endif
