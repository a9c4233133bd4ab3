/* namespace_guard.h - who may move a namespace from one environment to another. */
#ifndef CORE_NAMESPACE_GUARD_H
#define CORE_NAMESPACE_GUARD_H

#include <stdbool.h>

#include "base/buffer.h"
#include "core/gate.h"
#include "core/policy.h"

/* The label of a Namespace that names its environment: whoever may set it could set it to one
 * without rules. */
#define ENVIRONMENT_LABEL "release-gate.power-edge.io/environment"

/* The label's value; empty without one. Borrowed from the object, which may be NULL. */
struct text namespace_environment_label(struct json_object *namespace);

/* True if the request leaves the label as it is, or the requester is in one of the policy's guard
 * groups and takes it away or sets it to an environment that there is: with a slip of the pen the
 * namespace's name would decide, and nobody would know. Every subresource is looked at: an update
 * of the status can change labels too. */
bool namespace_guard_allows(const struct policy *policy, const struct subject *subject);

/* The denial in words, its first line standing alone; escaped, without a line end. It names no
 * group: who may do more is none of the requester's business. The environments are for those only
 * who may choose one. */
void namespace_guard_put_denial(struct buffer *out, const struct policy *policy,
                                const struct subject *subject);

#endif
