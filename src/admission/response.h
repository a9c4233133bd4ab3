/* response.h - a verdict as the answer that the API server reads. */
#ifndef ADMISSION_RESPONSE_H
#define ADMISSION_RESPONSE_H

#include "admission/admission.h"
#include "base/buffer.h"
#include "core/policy.h"

/* An AdmissionReview in the version asked, made anew for each request. */
void response_put(struct buffer *out, const struct policy *policy,
                  const struct admission *admission);

/* The same as an ImageReview (imagepolicy.k8s.io/v1alpha1), which has no place for warnings. */
void response_put_image_review(struct buffer *out, const struct policy *policy,
                               const struct admission *admission);

#endif
