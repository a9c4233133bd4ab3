/* cases.h - rows of a table of test cases: tab-separated columns, one case a line. */
#ifndef TESTS_CASES_H
#define TESTS_CASES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum { CASE_COLUMNS = 6 };

struct test_case {
    struct text columns[CASE_COLUMNS]; /* what a row does not have is empty */
    size_t line;                       /* from 1 */
};

struct test_cases {
    struct test_case *items;
    size_t count;
    char path[512]; /* for messages: "tests/data/tags.tsv" */
    char *bytes;    /* what the columns borrow */
};

/* Reads `name` from the folder that RG_TEST_DATA names, by default "tests/data". Empty lines and
 * those that begin with '#' are left out. In a column \n is a line feed, \t a tab, \xNN the byte
 * NN and \\ a backslash. Ends the program if the file cannot be read: without cases no test is
 * done. */
void cases_load(struct test_cases *cases, const char *name);
void cases_release(struct test_cases *cases);

/* "tests/data/tags.tsv:12", valid until the next call. */
const char *case_place(const struct test_cases *cases, const struct test_case *item);

#endif
