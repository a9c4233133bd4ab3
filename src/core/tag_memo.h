/* tag_memo.h - what the built-in table said of tags that it has seen: a cluster runs the same few
 * hundred tags over and over, and the table is the dearest part of judging one. Threads share a
 * memo; none waits for another, which is then a tag that was not seen. */
#ifndef CORE_TAG_MEMO_H
#define CORE_TAG_MEMO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/check.h"
#include "base/text.h"

struct tag_memo;

/* NULL: no memory. The caller frees it. */
MUST_CHECK struct tag_memo *tag_memo_new(void);
void tag_memo_free(struct tag_memo *memo);

/* False: not seen, or forgotten since. Tags are compared as they are, never by a hash alone. */
MUST_CHECK bool tag_memo_find(struct tag_memo *memo, struct text tag, size_t *row);

/* May forget another one for it. */
void tag_memo_keep(struct tag_memo *memo, struct text tag, size_t row);

#endif
