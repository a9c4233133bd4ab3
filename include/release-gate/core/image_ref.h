/* image_ref.h - an image reference taken apart (grammar: github.com/distribution/reference). */
#ifndef CORE_IMAGE_REF_H
#define CORE_IMAGE_REF_H

#include "base/check.h"
#include "base/text.h"

/* Each part is a slice of the parsed text and lives as long as it does. Length 0: not given. */
struct image_ref {
    struct text name;       /* "ghcr.io:5000/acme/web": registry and repository as written */
    struct text registry;   /* "ghcr.io:5000" */
    struct text repository; /* "acme/web"; never empty after a successful parse */
    struct text tag;        /* "v1.2.3"; may hold '+', see below */
    struct text digest;     /* "sha256:4f5e..." */
};

/* Why a text is not an image reference. Each has a sentence, see image_ref_fault_text. */
enum image_ref_fault {
    IMAGE_REF_VALID,
    IMAGE_REF_EMPTY,
    IMAGE_REF_BAD_REGISTRY,
    IMAGE_REF_BAD_REPOSITORY,  /* a character outside the grammar, or an empty component */
    IMAGE_REF_UPPER_CASE,      /* a repository is written in lower case */
    IMAGE_REF_LONG_REPOSITORY, /* over LIMIT_REPOSITORY_BYTES */
    IMAGE_REF_HEX_REPOSITORY,  /* 64 hex digits: an image id, not a name */
    IMAGE_REF_EMPTY_TAG,
    IMAGE_REF_BAD_TAG,
    IMAGE_REF_LONG_TAG, /* over LIMIT_TAG_BYTES */
    IMAGE_REF_BAD_DIGEST,
    IMAGE_REF_FAULT_COUNT,
};

/* On any fault `*ref` is all empty, which every policy denies.
 *
 * The tag may hold '+' after its first character although the grammar has none: an API server
 * takes it and the release pipeline calls its pre-releases by such names. No runtime can pull it;
 * image_ref_is_pullable says so. */
MUST_CHECK enum image_ref_fault image_ref_parse(struct text source, struct image_ref *ref);

bool image_ref_is_pullable(const struct image_ref *ref);

/* "the tag is empty": a clause for the reader of a denial. Static storage. */
const char *image_ref_fault_text(enum image_ref_fault fault);

#endif
