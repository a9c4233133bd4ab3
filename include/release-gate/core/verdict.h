/* verdict.h - what the gate found in one object, and what it decided. */
#ifndef CORE_VERDICT_H
#define CORE_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/policy.h"
#include "core/rule.h"
#include "core/tag.h"
#include "core/workload.h"

enum outcome {
    OUTCOME_DENY,
    OUTCOME_WARN,
    OUTCOME_NOTE, /* recorded, shown to nobody at kubectl */
};

/* Why something that the rules deny does not deny, or what they warn of is only noted. */
enum mitigation {
    MITIGATION_NONE,
    MITIGATION_EXEMPTION,
    MITIGATION_RATCHET,        /* the same container had the same image before */
    MITIGATION_CONTROLLER_POD, /* made by a built-in controller from a template that was judged */
    MITIGATION_BREAK_GLASS,
    MITIGATION_MODE, /* the environment's mode is warn or audit */
    MITIGATION_COUNT,
};

struct finding {
    const struct rule *rule;
    enum outcome outcome;
    enum mitigation mitigation;
    struct image_use use;
    struct image_ref ref; /* empty if the image is not a reference */
    enum image_ref_fault fault;
    const char *is; /* what the revision is, where its class alone does not say; may be NULL */
    bool may_go_anywhere;              /* the object names no namespace that it deploys to */
    bool had_blanks;                   /* around the image; the trimmed value was judged */
    const struct exemption *exemption; /* that let it pass, or that has expired; NULL: none */
};

/* One image that was looked at, whatever came of it. */
struct judged_image {
    struct image_use use; /* with a problem: it could not be read, and the class is TAG_INVALID */
    struct image_ref ref; /* empty if the image is not a reference */
    enum tag_class class;
    const struct finding *finding; /* NULL: admitted */
};

/* Why an object was not judged at all. */
enum not_judged {
    JUDGED,
    NOT_JUDGED_OPERATION,   /* neither CREATE nor UPDATE */
    NOT_JUDGED_SUBRESOURCE, /* one that cannot name an image */
    NOT_JUDGED_DELETED,     /* it has a deletionTimestamp */
};

/* Zero denies. Texts borrow from the object, the policy and the arena. */
struct verdict {
    bool allowed;
    enum not_judged not_judged;
    const struct environment *environment;
    const struct finding *findings; /* in the order of the object */
    size_t finding_count;
    size_t outcome_counts[OUTCOME_NOTE + 1];
    const struct judged_image *images; /* in the order of the object */
    size_t image_count;
};

const char *outcome_name(enum outcome outcome);          /* "deny", "warn", "note" */
const char *mitigation_name(enum mitigation mitigation); /* "break-glass"; "" for NONE */

/* What the findings are about: bit n is rule_at(n), or enum mitigation n. */
unsigned verdict_rules(const struct verdict *verdict);
unsigned verdict_mitigations(const struct verdict *verdict);

/* "deny", "warn" or "allow": the strongest outcome that a person sees. */
const char *verdict_decision_name(const struct verdict *verdict);

#endif
