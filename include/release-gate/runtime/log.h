/* log.h - what the program tells its operator: one event, one line, one write(2) to stderr. */
#ifndef RUNTIME_LOG_H
#define RUNTIME_LOG_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/check.h"
#include "base/error.h"
#include "base/text.h"

/* From worst to most talkative. */
enum log_severity { LOG_SEVERITY_ERROR, LOG_SEVERITY_WARN, LOG_SEVERITY_INFO, LOG_SEVERITY_DEBUG };

enum log_style { LOG_STYLE_JSON, LOG_STYLE_TEXT };

enum log_field_type {
    LOG_FIELD_END,
    LOG_FIELD_TEXT,
    LOG_FIELD_NUMBER,
    LOG_FIELD_DURATION, /* nanoseconds, written as milliseconds with three decimals */
    LOG_FIELD_BOOLEAN,
    LOG_FIELD_LIST,
    LOG_FIELD_ERROR,
};

/* Made by the macros below; lives until the call returns. */
struct log_field {
    const char *key;
    enum log_field_type type;
    struct text text;
    uint64_t number;
    const struct text *items; /* of a list; `number` is their count */
    const struct error *error;
};

#define LOG_FIELD(key_, ...) ((struct log_field){.key = (key_), __VA_ARGS__})
#define LOG_TEXT(key, value) LOG_FIELD(key, .type = LOG_FIELD_TEXT, .text = (value))
#define LOG_STRING(key, value) LOG_TEXT(key, text_from_string(value))
#define LOG_NUMBER(key, value) LOG_FIELD(key, .type = LOG_FIELD_NUMBER, .number = (value))
#define LOG_BOOLEAN(key, value) LOG_FIELD(key, .type = LOG_FIELD_BOOLEAN, .number = (value) ? 1 : 0)
#define LOG_LIST(key, items_, count)                                                               \
    LOG_FIELD(key, .type = LOG_FIELD_LIST, .items = (items_), .number = (count))
#define LOG_MILLISECONDS(key, nanoseconds)                                                         \
    LOG_FIELD(key, .type = LOG_FIELD_DURATION, .number = (nanoseconds))
#define LOG_ERROR(value) LOG_FIELD("error", .type = LOG_FIELD_ERROR, .error = (value))
#define LOG_END ((struct log_field){0})

/* log_info("serving", LOG_STRING("address", address), LOG_NUMBER("threads", threads)). The message
 * is constant, so that lines can be counted and searched by it; what varies is a field. */
#define log_error(...) log_write(LOG_SEVERITY_ERROR, __VA_ARGS__, LOG_END)
#define log_warn(...) log_write(LOG_SEVERITY_WARN, __VA_ARGS__, LOG_END)
#define log_info(...) log_write(LOG_SEVERITY_INFO, __VA_ARGS__, LOG_END)
#define log_debug(...) log_write(LOG_SEVERITY_DEBUG, __VA_ARGS__, LOG_END)

/* Until it was called: JSON, info. */
void log_configure(enum log_severity lowest, enum log_style style);

bool log_is_enabled(enum log_severity severity);

/* struct log_field values, the last one LOG_END. A line that standard error does not take (full
 * disk, closed pipe, a pipe that is full) is dropped and counted: logging never stops the gate. */
void log_write(enum log_severity severity, const char *message, ...);

/* For a line that clients can cause as often as they like. All zeros is a new one. */
struct log_limit {
    atomic_uint_fast64_t window; /* the one that is counted, since the start of the clock */
    atomic_uint_fast64_t count;  /* lines in it, also those that were left out */
    atomic_uint_fast64_t left_out;
};

/* True if the line should be written; `*left_out` is then how many were not since the last one:
 * a field of the line. At most LOG_LIMIT_LINES in LOG_LIMIT_SECONDS. */
enum { LOG_LIMIT_LINES = 10, LOG_LIMIT_SECONDS = 10 };
MUST_CHECK bool log_limit_allows(struct log_limit *limit, uint64_t *left_out);

/* Lines dropped since the start. */
uint64_t log_lost_lines(void);

#endif
