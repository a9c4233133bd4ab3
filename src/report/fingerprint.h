/* fingerprint.h - what makes a finding the same one in the next run. */
#ifndef REPORT_FINGERPRINT_H
#define REPORT_FINGERPRINT_H

#include <stdint.h>

#include "base/check.h"
#include "report/report.h"

/* Of everything that names the finding: file, object, container, rule, and the image without its
 * tag, since a list of known findings would be out of date with every build if it counted. Lines
 * and indexes do not count, nor does a "./" before the file. `image_name` is the whole image if it
 * is not a reference. */
uint64_t fingerprint_of(const struct report_finding *finding, struct text image_name);

/* Tells equal findings of one object apart by how many came before. */
struct fingerprint_seen;

/* NULL when there is no memory. */
MUST_CHECK struct fingerprint_seen *fingerprint_seen_new(size_t max_findings);
void fingerprint_seen_free(struct fingerprint_seen *seen);

/* The same fingerprint the first time, another one each time after that. At most `max_findings`
 * times. */
uint64_t fingerprint_make_distinct(struct fingerprint_seen *seen, uint64_t fingerprint);

/* As 16 hex digits. */
void fingerprint_format(uint64_t fingerprint, char out[REPORT_FINGERPRINT_SIZE]);

#endif
