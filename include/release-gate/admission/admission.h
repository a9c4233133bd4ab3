/* admission.h - a review in, the same kind of review out; every failure of ours denies. */
#ifndef ADMISSION_ADMISSION_H
#define ADMISSION_ADMISSION_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "core/gate.h"
#include "core/policy.h"
#include "core/verdict.h"

/* What is asked about the object. Zero is the gate. */
enum admission_question {
    ADMISSION_IMAGES,          /* may it run the images that it names? core/gate.h */
    ADMISSION_NAMESPACE_LABEL, /* may this requester say so of the namespace? core/namespace_guard.h
                                */
    ADMISSION_IMAGE_REVIEW,    /* the first, of a Pod of which only the images are known */
};

/* A request as read (admission.k8s.io/v1 and v1beta1 AdmissionReview, imagepolicy.k8s.io/v1alpha1
 * ImageReview, which has no uid). Texts borrow from `tree`,
 * from the arena and from the policy. */
struct admission {
    struct json_object *tree;
    struct text api_version; /* "admission.k8s.io/v1": the answer is in the version asked */
    struct text uid;
    enum admission_question question;
    struct text operation; /* as written */
    bool dry_run;
    struct subject subject;
    struct verdict verdict;
    struct error failure; /* why no verdict could be reached; the answer is then a denial */
};

/* What the shell knows and the bytes do not say. */
struct admission_context {
    enum admission_question question;
    struct text environment; /* from the path; empty: the namespace decides */
    unsigned today;          /* as 20261124 */
};

enum admission_result {
    ADMISSION_FAILED,      /* no memory: answer 500, which the API server takes for a failed call */
    ADMISSION_BAD_REQUEST, /* not a review of that kind: answer 400 with the error's text */
    ADMISSION_ANSWERED,    /* `response` holds the answer, whichever it is */
};

/* Reads `body`, judges it and writes the answer. `*admission` (zeroed by this function) is for the
 * caller's log and metrics and needs admission_release in every case. `context->environment` must
 * be empty or name an environment of the policy. */
MUST_CHECK enum admission_result admission_answer(const struct policy *policy,
                                                  const struct admission_context *context,
                                                  struct text body, struct arena *arena,
                                                  struct admission *admission,
                                                  struct buffer *response, struct error *error);
void admission_release(struct admission *admission);

/* What the answer says of a denial. */
void admission_put_denial(struct buffer *out, const struct policy *policy,
                          const struct admission *admission);

#endif
