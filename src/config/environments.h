/* environments.h - what an environment of the file takes over from the built-in ones. */
#ifndef CONFIG_ENVIRONMENTS_H
#define CONFIG_ENVIRONMENTS_H

#include <json-c/json.h>

#include "base/arena.h"
#include "base/check.h"
#include "settings.h"

/* Before its members are read: the built-in environment of that name, or for a new name the rules
 * of production without its namespaces. */
void environment_prepare(struct json_object *owner, void *environment);

/* After the image rules and before the revision rules are read. */
void environment_prepare_revision_rules(struct json_object *owner, void *environment);

/* Adds the built-in environments that the file does not redefine. A built-in namespace glob that
 * the file gives to an environment is no longer one of the environment that inherits it: else it
 * would depend on the order whether what the file says holds. False when there is no memory. */
MUST_CHECK bool environments_complete(struct settings *settings, struct arena *memory);

#endif
