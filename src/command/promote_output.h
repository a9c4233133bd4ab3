/* promote_output.h - an answer about a promotion, for a person and for a program. */
#ifndef COMMAND_PROMOTE_OUTPUT_H
#define COMMAND_PROMOTE_OUTPUT_H

#include "base/buffer.h"
#include "promotion/promotion.h"

/* `tags_from` is where the tags came from: "git tag --list", a file name. */
typedef void promote_put(struct buffer *out, const struct promotion_request *request,
                         const struct promotion *promotion, struct text tags_from);

promote_put promote_put_text;
promote_put promote_put_json; /* one object and a line end; docs/promotion.md describes it */

#endif
