/* diff.h - which objects change their verdict between two reports over the same input. */
#ifndef REPORT_DIFF_H
#define REPORT_DIFF_H

#include <stddef.h>

#include "base/buffer.h"
#include "report/report.h"

/* Both borrowed. */
struct report_diff {
    const struct report *before;
    const struct report *after;
};

enum diff_direction {
    DIFF_SAME,
    DIFF_STRICTER, /* allowed before, warned of or denied after; or warned, then denied */
    DIFF_LOOSER,
    DIFF_DIRECTION_COUNT,
};

struct diff_counts {
    size_t objects[DIFF_DIRECTION_COUNT];
};

/* A writer puts every object that changes and returns how many went which way. */
typedef struct diff_counts diff_writer(const struct report_diff *diff,
                                       const struct report_style *style, struct buffer *out);

/* One paragraph for each object: the verdicts, and what the stricter side says. */
diff_writer diff_put_text;

/* One JSON document. */
diff_writer diff_put_json;

#endif
