/* promotion.h - may this tested build be called by that release number? */
#ifndef PROMOTION_PROMOTION_H
#define PROMOTION_PROMOTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"

/* All of it borrowed; it must outlive the answer. */
struct promotion_request {
    struct text from; /* "v1.2.0-pre.145+abc1234", or with '-' or '_' for the '+' */
    struct text to;   /* "v1.3.0" */
    struct text tags; /* one a line, as `git tag --list` or `git ls-remote --tags` prints them */
    bool is_rollback; /* something older is released again, under a new number or its own */
    bool is_backport; /* the next release of a line that is not the newest */
};

/* How the new number follows the numbers before it. Zero is no way at all. */
enum promotion_step {
    PROMOTION_NO_STEP,
    PROMOTION_PATCH,
    PROMOTION_MINOR,
    PROMOTION_MAJOR,
    PROMOTION_FIRST, /* the number that the build was made for, while there is no release */
    PROMOTION_SAME,  /* a rollback to a release under its own number */
    PROMOTION_STEP_COUNT,
};

/* Words for a program (static) and sentences for a person (in the arena, escaped). */
struct promotion_remark {
    const char *code;    /* "not-one-step" */
    struct text message; /* "v1.5.0 is not one step from v1.2.3" */
    struct text fix;     /* "use v1.2.4, v1.3.0 or v2.0.0"; empty: there is none */
};

enum {
    PROMOTION_MAX_REMARKS = 8,
    PROMOTION_MAX_NEXT = 4,
    PROMOTION_MAX_MOVES = 3,
};

struct promotion_remarks {
    struct promotion_remark items[PROMOTION_MAX_REMARKS];
    size_t count;
};

/* Zero refuses. Texts borrow from the request and from the arena. */
struct promotion {
    bool is_allowed; /* there is no problem */
    enum promotion_step step;
    struct text source; /* the tag that `from` has in the repository; empty: none */
    struct text latest; /* the full release of the highest precedence; empty: none */
    size_t tag_count;   /* lines that name a tag */
    struct promotion_remarks problems;
    struct promotion_remarks notes;       /* allowed, and worth knowing */
    struct text next[PROMOTION_MAX_NEXT]; /* the numbers that would do */
    size_t next_count;
    struct text moves[PROMOTION_MAX_MOVES]; /* pointers that go forward: "v1.3", "v1", "latest" */
    size_t move_count;
};

/* A step is one more in the patch, minor or major number, with zeros behind it, counted from the
 * latest full release; while there is none, from v0.0.0. A backport counts the patch from the
 * latest of its line vX.Y and the minor from the latest of its vX. False when there is no memory.
 */
MUST_CHECK bool promotion_judge(const struct promotion_request *request, struct arena *arena,
                                struct promotion *promotion, struct error *error);

const char *promotion_step_name(enum promotion_step step); /* "minor"; "" for none */

#endif
