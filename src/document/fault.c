#include "fault.h"

#include "base/buffer.h"
#include "base/escape.h"
#include "base/limits.h"

_Static_assert(LIMIT_DOCUMENT_DEPTH == 200, "FAULT_TOO_DEEP says so");

/* Enough to find the place; the position says the rest. */
enum { SHOWN_BYTES = 40 };

bool fault_set(struct error *error, enum error_kind kind, struct position position,
               const char *reason, struct text found)
{
    struct buffer shown = {0};
    buffer_put(&shown, text_from_string(reason));
    if (found.len != 0) {
        buffer_put(&shown, TEXT(": \""));
        escape_for_terminal(&shown, found, SHOWN_BYTES);
        buffer_put_char(&shown, '"');
    }

    if (shown.failed)
        error_no_memory(error);
    else
        error_set_at(error, kind, position.line, position.column, "%.*s",
                     TEXT_ARGS(buffer_text(&shown)));
    buffer_release(&shown);
    return false;
}
