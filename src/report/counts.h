/* counts.h - numbers in words. */
#ifndef REPORT_COUNTS_H
#define REPORT_COUNTS_H

#include "report/report.h"

/* "1 error", "2 errors". */
void count_put(struct buffer *out, size_t count, const char *noun);

/* "3 errors, 1 warning, 1 unreadable input", or "no findings". */
void counts_put_findings(struct buffer *out, const struct report *report);

/* "in 12 files (40 objects, 55 images)". */
void counts_put_inputs(struct buffer *out, const struct report *report);

/* Those that are kept or only counted. */
size_t counts_problems(const struct report *report);

#endif
