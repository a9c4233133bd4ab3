/* make_review.h - an AdmissionReview around an object, as an API server would send it. */
#ifndef TESTS_MAKE_REVIEW_H
#define TESTS_MAKE_REVIEW_H

#include "base/buffer.h"

/* JSON texts; NULL leaves the field out. */
struct review_parts {
    const char *kind;      /* NULL: the object's own */
    const char *operation; /* NULL: CREATE */
    const char *subresource;
    const char *namespace;
    const char *object;
    const char *old_object;
    const char *user;
    const char *groups; /* "[\"a\"]" */
};

/* Aborts the test when there is no memory. */
void make_review(struct buffer *out, const struct review_parts *parts);

#endif
