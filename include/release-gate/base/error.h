/* error.h - why the work stopped: written once, where the most is known. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/check.h"
#include "base/text.h"

enum error_kind {
    ERROR_NONE,
    ERROR_MEMORY,   /* an allocation failed or a limit on memory was reached */
    ERROR_SYNTAX,   /* the bytes are not the format that they should be */
    ERROR_VALUE,    /* well formed, but not a value that is accepted */
    ERROR_LIMIT,    /* larger or deeper than a limit allows */
    ERROR_SYSTEM,   /* the operating system refused */
    ERROR_INTERNAL, /* a library failed in a way that it should not */
};

/* `= {0}` is no error. The texts are copies, cut to fit. */
struct error {
    enum error_kind kind;
    char source[256]; /* file name; empty: none */
    size_t line;      /* from 1; 0: not known */
    size_t column;    /* from 1, in bytes; 0: not known */
    char text[512];   /* "unknown key \"foo\"": lower case, no full stop, values quoted, escaped */
};

/* Sets the error unless it is set already: the first one is the cause. Accepts NULL. Always
 * returns false, so that a function can end with `return error_set(...)`. */
bool error_set(struct error *error, enum error_kind kind, const char *format, ...)
    PRINTF_LIKE(3, 4);
bool error_set_at(struct error *error, enum error_kind kind, size_t line, size_t column,
                  const char *format, ...) PRINTF_LIKE(5, 6);
bool error_no_memory(struct error *error);

/* Writes "source:line:column: text" with what is known of it; cut to `size`, always terminated. */
void error_format(const struct error *error, char *out, size_t size);

/* All that is wrong with one file, in the order found. */
struct error_list {
    struct error *items;
    size_t count;
    size_t max_count; /* what comes after is counted in `dropped` only */
    size_t dropped;   /* also counts what there was no memory for */
};

void error_list_init(struct error_list *list, size_t max_count);
void error_list_release(struct error_list *list);

/* A new error at the end of the list, its `source` set to `source`. Never NULL: when there is no
 * room, it is counted as dropped. */
void error_list_add(struct error_list *list, enum error_kind kind, const char *source, size_t line,
                    size_t column, const char *format, ...) PRINTF_LIKE(6, 7);
bool error_list_is_empty(const struct error_list *list);

#endif
