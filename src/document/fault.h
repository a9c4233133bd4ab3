/* fault.h - an error that shows what was found. */
#ifndef DOCUMENT_FAULT_H
#define DOCUMENT_FAULT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/text.h"
#include "document/position.h"

/* The reason that both readers give. */
#define FAULT_TOO_DEEP "nested more than 200 levels deep"

/* Sets "REASON: "FOUND"", or "REASON" if `found` is empty; escapes and cuts what was found. Always
 * returns false. */
bool fault_set(struct error *error, enum error_kind kind, struct position position,
               const char *reason, struct text found);

#endif
