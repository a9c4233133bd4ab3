/* vap.h - the policy as ValidatingAdmissionPolicies, for the time in which the webhook is down. */
#ifndef EXPORT_VAP_H
#define EXPORT_VAP_H

#include "base/buffer.h"
#include "core/policy.h"

/* Appends YAML: for each environment that denies something (`only`: for that one) and for each
 * place of a pod spec a ValidatingAdmissionPolicy (admissionregistration.k8s.io/v1) with its
 * binding. Whatever these accept the webhook accepts, but not the other way around; what they
 * cannot say stands in comments at the top. */
void vap_put(const struct policy *policy, const struct environment *only, struct buffer *out);

#endif
