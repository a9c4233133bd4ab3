/* version_range.h - ranges of SemVer versions, as Helm, Argo CD and Flux read them
 * (github.com/Masterminds/semver/v3, "Checking Version Constraints"). */
#ifndef CORE_VERSION_RANGE_H
#define CORE_VERSION_RANGE_H

#include <stdbool.h>

#include "base/text.h"

enum version_range {
    VERSION_RANGE_INVALID,     /* not of the grammar */
    VERSION_RANGE_PRE_RELEASE, /* a bound has a pre-release, so others are admitted, too */
    VERSION_RANGE_RELEASES,
    VERSION_RANGE_EXACT, /* one whole version and nothing else */
};

enum version_range version_range_read(struct text text);

/* True if it has an operator or a wildcard, so that it is no version. */
bool version_range_is_one(struct text text);

/* True for X.Y.Z-PRE, with or without "v"; "+BUILD" says nothing. */
bool version_is_pre_release(struct text text);

#endif
