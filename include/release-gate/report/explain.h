/* explain.h - how an image reference is read, and what each environment makes of it. */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "core/image_ref.h"
#include "core/policy.h"
#include "core/tag.h"

/* Everything that can be said of one image text. Texts borrow from it and from the policy. */
struct explanation {
    struct text image; /* as given */
    bool had_blanks;
    enum image_ref_fault fault;
    struct image_ref ref;
    struct tag_verdict tag;
};

/* False, with the reason, if its class could not be found out. */
MUST_CHECK bool explain_image(const struct policy *policy, struct text image,
                              struct explanation *explanation, struct error *error);

/* What the environment does with it: "deny", "warn" or "allow", its mode taken into account. */
enum action explain_action(const struct explanation *explanation,
                           const struct environment *environment);

/* A small table for a person; `only` (may be NULL) leaves out the other environments. */
void explain_put_text(struct buffer *out, const struct policy *policy,
                      const struct explanation *explanation, const struct environment *only);

/* One JSON object, without a line end. */
void explain_put_json(struct buffer *out, const struct policy *policy,
                      const struct explanation *explanation, const struct environment *only);

#endif
