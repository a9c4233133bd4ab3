/* number.h - floating point numbers that no locale can change. */
#ifndef DOCUMENT_NUMBER_H
#define DOCUMENT_NUMBER_H

#include <stdbool.h>

#include "base/check.h"

/* Reads a decimal number; the caller has checked its grammar. False if it is too large for a
 * double: JSON has no infinity. */
MUST_CHECK bool number_read(const char *digits, double *number);

#endif
