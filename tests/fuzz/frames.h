/* frames.h - how a fuzzer in another language asks: the length in decimal, a space, a name, a line
 * end, then so many bytes. */
#ifndef TESTS_FRAMES_H
#define TESTS_FRAMES_H

#include "base/text.h"

/* Calls for each frame of standard input, until its end; each answer is flushed. */
void frames_answer(void (*answer)(const char *name, struct text bytes));

#endif
