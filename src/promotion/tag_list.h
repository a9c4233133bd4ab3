/* tag_list.h - the tags of a repository, the versions among them read. */
#ifndef PROMOTION_TAG_LIST_H
#define PROMOTION_TAG_LIST_H

#include "base/arena.h"
#include "base/check.h"
#include "promotion/semver.h"

/* A tag "vX.Y.Z" or "vX.Y.Z-PRE", with '+', '-' or '_' before the build. */
struct version_tag {
    struct text name;
    struct semver version;
};

struct tag_list {
    struct version_tag *items; /* the versions only, in the order of the lines */
    size_t count;
    size_t tag_count; /* lines that name a tag, whatever it is */
};

/* Texts borrow from `lines`. False when there is no memory. */
MUST_CHECK bool tag_list_read(struct text lines, struct arena *arena, struct tag_list *list);

/* Empty if it is not a version with a "v" before it, or too long for an image's tag. */
struct version_tag version_tag_of(struct text name);

bool version_tag_is_release(const struct version_tag *tag);     /* "v1.2.3" */
bool version_tag_is_pre_release(const struct version_tag *tag); /* "v1.2.0-pre.145+abc1234" */

/* As it is written, before one whose '+' was rewritten to '-' or '_'. NULL: there is none. */
const struct version_tag *tag_list_find(const struct tag_list *list, struct text name);

/* The full release of the highest precedence among those that have the first `parts` numbers of
 * `like` (may be NULL with 0 parts). NULL: there is none. */
const struct version_tag *tag_list_latest(const struct tag_list *list, const struct semver *like,
                                          unsigned parts);

#endif
