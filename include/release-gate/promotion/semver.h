/* semver.h - versions as SemVer 2.0.0 writes and orders them (semver.org). */
#ifndef PROMOTION_SEMVER_H
#define PROMOTION_SEMVER_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/text.h"

enum semver_part { SEMVER_MAJOR, SEMVER_MINOR, SEMVER_PATCH, SEMVER_PARTS };

/* Slices of the parsed text, which must outlive them. Numbers stay text: they may have any length.
 */
struct semver {
    struct text numbers[SEMVER_PARTS]; /* digits without leading zeros */
    struct text pre_release;           /* "pre.145"; empty: a full release */
    struct text build;                 /* "abc1234"; never compared (section 10) */
};

/* The whole of `source` is a version, without a "v" before it. False leaves `*version` empty. */
MUST_CHECK bool semver_parse(struct text source, struct semver *version);

/* <0, 0, >0 by precedence (section 11). */
int semver_compare(const struct semver *a, const struct semver *b);

/* The same of the first `parts` numbers alone: with 2, whether both are of one line "1.2". */
int semver_compare_numbers(const struct semver *a, const struct semver *b, unsigned parts);

/* Appends the version that is one more in `part`: for 1.2.3 and SEMVER_MINOR "1.3.0". */
void semver_put_step(struct buffer *out, const struct semver *base, enum semver_part part);

/* Appends "1.2.3", without pre-release and build. */
void semver_put_numbers(struct buffer *out, const struct semver *version);

#endif
