/* rule.h - what a finding can be about: one row for each rule id. */
#ifndef CORE_RULE_H
#define CORE_RULE_H

#include <stddef.h>

#include "base/text.h"
#include "core/tag.h"

/* Every tag class is a rule, RG001 to RG009; what is not about a class comes after them. */
enum rule_index {
    RULE_UNREADABLE = TAG_CLASS_COUNT, /* RG010: the place of an image cannot be read */
    RULE_BLANKS,          /* RG011: the image is admitted, but no runtime can pull it */
    RULE_NAMESPACE_LABEL, /* RG012: who may say which environment a namespace is */
    RULE_PLACEHOLDER,     /* RG013: something fills it in before it is used */
    RULE_COUNT,
};

/* Static storage, one row each. */
struct rule {
    const char *id;          /* "RG005" */
    const char *name;        /* "pre-release": the class as configuration files write it */
    const char *is;          /* "is a pre-release": follows the image in a message */
    const char *plural;      /* "pre-releases": follows "does not accept" */
    const char *fix;         /* "promote it and use its release tag (vX.Y.Z)" */
    const char *description; /* two or three sentences for the help of a report */
};

/* `index` is an enum tag_class or an enum rule_index. Never NULL for an index below RULE_COUNT. */
const struct rule *rule_at(unsigned index);

const struct rule *rule_of_class(enum tag_class class);

/* Its place in the table. */
unsigned rule_index_of(const struct rule *rule);

#endif
