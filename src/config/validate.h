/* validate.h - what no key of a configuration can know alone. */
#ifndef CONFIG_VALIDATE_H
#define CONFIG_VALIDATE_H

#include "problem.h"
#include "settings.h"

/* Item n of each list is element n of the list in the file; the built-in environments that the
 * file does not redefine come after its own. Fields that are not valid by themselves are empty. */
void settings_validate(const struct input *input, const struct settings *settings);

#endif
