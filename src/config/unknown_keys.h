/* unknown_keys.h - keys of a file that the table does not have, and what was meant by them. */
#ifndef CONFIG_UNKNOWN_KEYS_H
#define CONFIG_UNKNOWN_KEYS_H

#include <json-c/json.h>

#include "problem.h"

/* Reports each key of `object` (NULL has none) that does not stand directly below `prefix` in the
 * table. `path` is the object's, as errors name it; "" is the file. */
void unknown_keys_report(const struct input *input, struct json_object *object, const char *prefix,
                         const char *path);

#endif
