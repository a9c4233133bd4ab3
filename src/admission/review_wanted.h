/* review_wanted.h - what of the bytes of a review somebody will look at. */
#ifndef ADMISSION_REVIEW_WANTED_H
#define ADMISSION_REVIEW_WANTED_H

#include "admission/admission.h"
#include "core/policy.h"
#include "core/wanted.h"

/* The context of the choices below. */
struct review_context {
    const struct policy *policy;
    enum admission_question question;
    bool wants_old_object; /* of images only: false reads what type it has, no more */
};

/* What review_read() reads, and of the objects what the gate reads of their kind. */
extern const struct wanted review_wanted;

/* What image_review_read() reads of an ImageReview. The annotations are no part of it: who wrote
 * them is not known. */
extern const struct wanted image_review_wanted;

#endif
