/* review.h - the request of an AdmissionReview (kubernetes.io: admission.k8s.io/v1). */
#ifndef ADMISSION_REVIEW_H
#define ADMISSION_REVIEW_H

#include "admission/admission.h"
#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"

/* Fills everything of `admission` but the verdict from its `tree`. Asked for are only what the
 * answer needs: the version and the uid. What else is missing is judged as if it were the stricter
 * of what it could be; what has the wrong type is an error that names the field. */
MUST_CHECK bool review_read(struct admission *admission, struct arena *arena, struct error *error);

#endif
