/* destination.h - which environment an object is for. */
#ifndef CORE_DESTINATION_H
#define CORE_DESTINATION_H

#include "core/gate.h"
#include "core/kind.h"
#include "core/policy.h"

/* The namespace that `object`, one of the subject's, deploys to: what its kind says, else its own.
 * Empty: none is named, and the kind may deploy to any. */
struct text destination_namespace(const struct kind *kind, const struct subject *subject,
                                  struct json_object *object);

/* The environment for that; NULL if the scope names one that the policy does not have. What may
 * deploy to any namespace is judged as in the environment that denies most. */
const struct environment *destination_environment(const struct policy *policy,
                                                  const struct kind *kind,
                                                  const struct subject *subject,
                                                  struct json_object *object);

#endif
