/* run_suite.h - how each test program ends. */
#ifndef TESTS_RUN_SUITE_H
#define TESTS_RUN_SUITE_H

#include <check.h>

/* Runs the tests, as loudly as CK_VERBOSITY says, and frees the suite. Returns the exit status of
 * the program: EXIT_FAILURE if a test failed. */
int run_suite(Suite *suite);

#endif
