/* image_review.h - the request of an ImageReview (imagepolicy.k8s.io/v1alpha1), asked by an API
 * server's ImagePolicyWebhook. */
#ifndef ADMISSION_IMAGE_REVIEW_H
#define ADMISSION_IMAGE_REVIEW_H

#include "admission/admission.h"
#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"

/* Fills everything of `admission` but the verdict from its `tree`, which it makes look like the Pod
 * that the review is about: its spec has the containers where a Pod has them. What else a Pod would
 * tell - its name, who made it, what it was before - nobody knows, and nothing is excused by it. */
MUST_CHECK bool image_review_read(struct admission *admission, struct arena *arena,
                                  struct error *error);

#endif
