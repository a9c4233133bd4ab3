/* remarks.h - what the policies do not say, as YAML comments. */
#ifndef EXPORT_REMARKS_H
#define EXPORT_REMARKS_H

#include "base/buffer.h"
#include "core/policy.h"

void remarks_put(const struct policy *policy, struct buffer *out);

#endif
