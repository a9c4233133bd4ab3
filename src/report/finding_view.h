/* finding_view.h - what a reader is shown of a finding, whatever the format. */
#ifndef REPORT_FINDING_VIEW_H
#define REPORT_FINDING_VIEW_H

#include "report/report.h"

bool finding_is_shown(const struct report_finding *finding, const struct report_style *style);

/* The message without the fix at its end. */
struct text finding_claim(const struct report_finding *finding);

/* Whether the object failed: what --max-findings left out counts too. */
bool object_has_errors(const struct report *report, const struct report_object *object);

/* "production: " and the claim. */
void finding_put_claim(struct buffer *out, const struct report_finding *finding);

/* "stdin" for "-"; without a leading "./". Borrowed from `file`. */
struct text place_file(struct text file);

/* "prod/web.yaml:12:16", as far as it is known, for a terminal. */
void place_put(struct buffer *out, struct text file, size_t line, size_t column);

/* "Deployment production/web", for a terminal. */
void object_put_name(struct buffer *out, struct text kind, struct text namespace, struct text name);

#endif
