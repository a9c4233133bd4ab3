/* fault.h - an error that shows what was found. */
#ifndef DOCUMENT_FAULT_H
#define DOCUMENT_FAULT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/text.h"
#include "document/position.h"

/* Sets "REASON: "FOUND"", or "REASON" if `found` is empty; escapes and cuts what was found. Always
 * returns false. */
bool fault_set(struct error *error, enum error_kind kind, struct position position,
               const char *reason, struct text found);

#endif
