/* metric_rows.h - docs/metrics.md held against the tables in the code. */
#ifndef TESTS_METRIC_ROWS_H
#define TESTS_METRIC_ROWS_H

#include "base/buffer.h"
#include "runtime/exposition.h"

/* One row of the table in docs/metrics.md. */
void metric_row_put(struct buffer *out, const struct metric_family *family);

/* Asserts that the lines between "<!-- NAME: begin -->" and "<!-- NAME: end -->" in a file of docs/
 * are `rows` below the two lines of the table's head. */
void documentation_expect(const char *file, const char *name, const struct buffer *rows);

#endif
