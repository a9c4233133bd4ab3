/* growth.h - a bound for work that may grow with the size of its input, not with the square of it.
 */
#ifndef TESTS_GROWTH_H
#define TESTS_GROWTH_H

/* Processor seconds. The input is so large that what is linear takes a fraction of them, and what
 * is quadratic many times as much; valgrind runs everything some thirty times as slowly. */
long growth_most_seconds(void);

#endif
