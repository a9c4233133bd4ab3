/* revision.h - what a Git revision or the version of a chart says about how far it was tested. */
#ifndef CORE_REVISION_H
#define CORE_REVISION_H

#include <stdbool.h>

#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "core/tag.h"

/* How a revision is to be read. */
enum revision_sort {
    REVISION_NONE,   /* it is none */
    REVISION_GIT,    /* a branch, a tag, a commit or a whole ref name */
    REVISION_BRANCH, /* a branch, whatever its name */
    REVISION_TAG,    /* a tag of Git or of an OCI artifact */
    REVISION_COMMIT,
    REVISION_DIGEST, /* of an OCI artifact */
    REVISION_CHART,  /* the version of a Helm chart, or a range of them */
    REVISION_RANGE,  /* a range of SemVer versions */
    REVISION_NEWEST, /* the newest of all tags, by number or by alphabet */
    REVISION_ARGO,   /* GIT, CHART, or TAG of an OCI artifact, as the fields beside it say */
    REVISION_SORT_COUNT,
};

/* Where a revision may stand in its object; without a path it is the object. */
struct revision_field {
    struct text path; /* member names with dots between them; of a default: its text */
    enum revision_sort sort;
    bool is_default; /* what holds where no other field is there */
};

/* "revision", "branch", "version": what a message calls it. Static storage. */
const char *revision_noun(enum revision_sort sort);

/* "a release tag (vX.Y.Z)": what should stand there. Static storage. */
const char *revision_fix(enum revision_sort sort);

/* What a revision was taken for. */
struct revision_verdict {
    enum tag_class class;
    const char *is; /* "is a branch, which moves with every commit"; NULL: what its rule says */
};

/* The class of a revision of `source` (the URL or the chart, for tagClasses with images; may be
 * empty): those of tags, and
 *   a branch, HEAD or another ref that moves is pre-latest; a whole commit id is a sha;
 *   a range of versions is floating, but a pre-release if a bound of it has a pre-release, since it
 *   then admits others; a chart's version with a pre-release identifier is a pre-release.
 * In Git a name with a '/' is a branch unless it is written refs/tags/NAME, and a name that floats
 * without being a version is a branch, too. Sorts NONE and ARGO are TAG_INVALID. False if a pattern
 * could not be matched within its limits or there was no memory: the class is then TAG_INVALID. */
MUST_CHECK bool revision_classify(const struct tag_table *table, enum revision_sort sort,
                                  struct text source, struct text revision,
                                  struct revision_verdict *verdict, struct error *error);

#endif
