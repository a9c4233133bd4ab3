/* remarks.h - what the policies do not say, as YAML comments. */
#ifndef EXPORT_REMARKS_H
#define EXPORT_REMARKS_H

#include "base/buffer.h"
#include "core/policy.h"

/* That no policy asks about. */
#define VAP_EXCLUDED_NAMESPACES "kube-system, kube-public, kube-node-lease"

/* `only`: NULL for all environments. */
void remarks_put(const struct policy *policy, const struct environment *only, struct buffer *out);

#endif
