/* policy_test.h - an admin's own expectations of a policy, from a file, checked one by one. */
#ifndef COMMAND_POLICY_TEST_H
#define COMMAND_POLICY_TEST_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "core/policy.h"
#include "core/rule.h"

/* One expectation. Texts live in the suite's memory. */
struct policy_test {
    struct text name;
    size_t line;             /* in the file */
    struct text environment; /* empty: the namespace decides */
    struct text namespace;
    struct text_list images;
    struct text manifest;   /* file name, relative to the test file; empty: images are given */
    struct text expect;     /* "allow", "warn" or "deny" */
    struct text_list rules; /* ids, all of which and no other must be found; none: any */
};

struct policy_suite {
    struct policy_test *tests;
    size_t count;
    struct arena memory;
};

/* Reads "kind: PolicyTest". False with all that is wrong in `errors`. `policy` says which
 * environments there are. Release in every case. */
MUST_CHECK bool policy_suite_read(struct policy_suite *suite, const struct policy *policy,
                                  struct text bytes, const char *name, struct error_list *errors);
void policy_suite_release(struct policy_suite *suite);

/* What came of one image or object of a test. */
struct policy_test_result {
    bool passed;
    struct text subject; /* the image, or "Deployment production/web" */
    const char *decision;
    unsigned rules;      /* bit n: rule_at(n) was found */
    struct text message; /* the first finding; empty: none */
};

typedef bool policy_test_report(void *context, const struct policy_test *test,
                                const struct policy_test_result *result, struct error *error);

/* Judges everything that a test names and calls `report` for each; `manifest` is the content of its
 * file. False, with the reason, if it cannot be judged or `report` said false. */
MUST_CHECK bool policy_test_run(const struct policy_test *test, const struct policy *policy,
                                struct text manifest, unsigned today, policy_test_report *report,
                                void *context, struct error *error);

/* "deny [RG004, RG005]". */
void policy_test_put_decision(struct buffer *out, struct text decision, unsigned rules);

/* The bits of the rules that the test expects. */
unsigned policy_test_expected_rules(const struct policy_test *test);

#endif
