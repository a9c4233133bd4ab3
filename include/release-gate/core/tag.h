/* tag.h - what an image tag says about how far the image was tested. */
#ifndef CORE_TAG_H
#define CORE_TAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "core/image_ref.h"

/* The order is that of the rule ids RG001 to RG009. Zero is the class that nobody admits. */
enum tag_class {
    TAG_INVALID,     /* not an image reference */
    TAG_DIGEST,      /* a digest and no tag */
    TAG_LATEST,      /* "latest" or no tag */
    TAG_PRE_LATEST,  /* moving pointer to builds that nobody promoted */
    TAG_PRE_RELEASE, /* version with a pre-release identifier */
    TAG_SHA,         /* a commit, or built straight from one */
    TAG_RELEASE,     /* full release, distribution variants included */
    TAG_FLOATING,    /* moving pointer to full releases */
    TAG_UNKNOWN,     /* none of these */
    TAG_CLASS_COUNT,
};

/* "pre-release", as configuration files write it. Static storage. */
const char *tag_class_name(enum tag_class class);

/* False if there is no class of that name; `*class` is then TAG_INVALID. */
MUST_CHECK bool tag_class_from_name(struct text name, enum tag_class *class);

/* A set of classes: bit n is class n. The empty set admits nothing. */
typedef unsigned tag_class_set;

static inline tag_class_set tag_class_bit(enum tag_class class)
{
    return 1U << (unsigned)class;
}

/* One row of an admin's own table, which is asked before the built-in one. */
struct tag_rule {
    const struct text *images; /* globs of image names (core/glob.h); none: every image */
    size_t image_count;
    struct text pattern; /* PCRE2, matched against the tag, ASCII case ignored */
    enum tag_class class;
};

/* Patterns compiled once and never changed, and a memo of the last tags: threads may share a table.
 */
struct tag_table;

/* Compiles the admin's rows (copied: they need not outlive the call) and the built-in table.
 * NULL, with the reason in `error`, if a pattern is not PCRE2 (`*bad_rule`, may be NULL, is then
 * its index) or there is no memory. The caller frees it. */
MUST_CHECK struct tag_table *tag_table_new(const struct tag_rule *rules, size_t count,
                                           size_t *bad_rule, struct error *error);
void tag_table_free(struct tag_table *table);

/* The admin's rows, in the order in which they are asked; borrowed from the table. */
size_t tag_table_rule_count(const struct tag_table *table);
struct tag_rule tag_table_rule(const struct tag_table *table, size_t index);

/* What a reference was taken for, and by which row. */
struct tag_verdict {
    enum tag_class class;
    struct text pattern; /* the PCRE2 pattern that decided; empty: no pattern was needed */
    const char *reason;  /* "a Git commit, abbreviated or whole": what the row stands for */
};

/* The class of a parsed reference. A reference with tag and digest has the class of its tag.
 * False if a pattern could not be matched within its limits or there was no memory:
 * `*verdict` is then TAG_INVALID. Never true with a class that no row gave. */
MUST_CHECK bool tag_classify(const struct tag_table *table, const struct image_ref *ref,
                             struct tag_verdict *verdict, struct error *error);

#endif
