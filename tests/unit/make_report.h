/* make_report.h - a report about manifests, made as the command line makes it. */
#ifndef TESTS_MAKE_REPORT_H
#define TESTS_MAKE_REPORT_H

#include "report/report.h"

struct report_input {
    const char *file;
    const char *yaml; /* NULL: it cannot be read */
};

/* Judges all objects of a file by the default policy. Aborts the test when there is no memory. */
void make_report_add(struct report *report, const struct report_input *input);

/* A Deployment in production with an error in each of three containers, two of them of tags, and a
 * Pod in test with a warning. */
extern const char make_report_web[];

/* A Pod with two containers that cannot be told apart, and one that can. */
extern const char make_report_twins[];

#endif
