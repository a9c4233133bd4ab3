#include "runtime/log.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/escape.h"
#include "runtime/clock.h"

enum {
    NANOSECONDS_PER_MICROSECOND = 1000,
    MICROSECONDS_PER_MILLISECOND = 1000,
    ERROR_BYTES = 1024, /* source, position and text of a struct error */
    MAX_LINE_BYTES = 64 * 1024,
};

static const char *const severity_names[] = {
    [LOG_SEVERITY_ERROR] = "error",
    [LOG_SEVERITY_WARN] = "warn",
    [LOG_SEVERITY_INFO] = "info",
    [LOG_SEVERITY_DEBUG] = "debug",
};

static _Atomic enum log_severity lowest_severity = LOG_SEVERITY_INFO;
static _Atomic enum log_style style = LOG_STYLE_JSON;
static atomic_uint_fast64_t lost_lines;

/* One line after the other, even where the system takes a line in pieces. */
static pthread_mutex_t write_lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_line_broken; /* the last line ended in its middle */

void log_configure(enum log_severity lowest, enum log_style wanted_style)
{
    lowest_severity = lowest;
    style = wanted_style;
}

bool log_is_enabled(enum log_severity severity)
{
    return severity <= lowest_severity;
}

uint64_t log_lost_lines(void)
{
    return atomic_load(&lost_lines);
}

static void put_quoted(struct buffer *line, struct text text)
{
    if (style == LOG_STYLE_JSON) {
        escape_for_json(line, text);
        return;
    }
    buffer_put_char(line, '"');
    escape_for_terminal(line, text, 0);
    buffer_put_char(line, '"');
}

static void put_error(struct buffer *line, const struct error *error)
{
    char text[ERROR_BYTES];
    error_format(error, text, sizeof text);
    put_quoted(line, text_from_string(text));
}

static void put_duration(struct buffer *line, uint64_t nanoseconds)
{
    uint64_t microseconds = nanoseconds / NANOSECONDS_PER_MICROSECOND;
    buffer_printf(line, "%" PRIu64 ".%03" PRIu64, microseconds / MICROSECONDS_PER_MILLISECOND,
                  microseconds % MICROSECONDS_PER_MILLISECOND);
}

static void put_list(struct buffer *line, const struct text *items, uint64_t count)
{
    buffer_put_char(line, '[');
    for (uint64_t i = 0; i < count; i++) {
        if (i != 0)
            buffer_put_char(line, ',');
        put_quoted(line, items[i]);
    }
    buffer_put_char(line, ']');
}

static void put_value(struct buffer *line, const struct log_field *field)
{
    switch (field->type) {
    case LOG_FIELD_TEXT:
        put_quoted(line, field->text);
        break;
    case LOG_FIELD_NUMBER:
        buffer_put_number(line, field->number);
        break;
    case LOG_FIELD_DURATION:
        put_duration(line, field->number);
        break;
    case LOG_FIELD_BOOLEAN:
        buffer_put(line, field->number != 0 ? TEXT("true") : TEXT("false"));
        break;
    case LOG_FIELD_LIST:
        put_list(line, field->items, field->number);
        break;
    case LOG_FIELD_ERROR:
        put_error(line, field->error);
        break;
    case LOG_FIELD_END:
        break;
    }
}

static void put_field(struct buffer *line, const struct log_field *field)
{
    bool is_json = style == LOG_STYLE_JSON;
    buffer_put(line, is_json ? TEXT(",\"") : TEXT(" "));
    buffer_put(line, text_from_string(field->key));
    buffer_put(line, is_json ? TEXT("\":") : TEXT("="));
    put_value(line, field);
}

static void put_head(struct buffer *line, enum log_severity severity, const char *message)
{
    bool is_json = style == LOG_STYLE_JSON;
    buffer_put(line, is_json ? TEXT("{\"time\":\"") : TEXT(""));
    clock_put_time(line);
    if (is_json)
        buffer_printf(line, "\",\"level\":\"%s\",\"msg\":\"%s\"", severity_names[severity],
                      message);
    else
        buffer_printf(line, " %-5s %s", severity_names[severity], message);
}

/* A pipe says so when it has room for PIPE_BUF bytes, a file or terminal always. Its own flag not
 * to block would be that of everybody else who has the same pipe. */
static bool has_room(void)
{
    struct pollfd descriptor = {.fd = STDERR_FILENO, .events = POLLOUT};
    return poll(&descriptor, 1, 0) == 1;
}

/* False, and `*bytes` is what is left, if standard error takes no more. Waiting for a pipe that is
 * full would let whoever does not read it stop the gate. */
static bool write_all(struct text *bytes)
{
    while (bytes->len != 0) {
        if (!has_room())
            return false;
        size_t len = bytes->len < PIPE_BUF ? bytes->len : PIPE_BUF;
        ssize_t written = write(STDERR_FILENO, bytes->ptr, len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        *bytes = text_slice(*bytes, (size_t)written, bytes->len);
    }
    return true;
}

static void write_line(struct text line)
{
    struct text rest = line;
    struct text line_end = TEXT("\n");
    pthread_mutex_lock(&write_lock);
    bool is_done = (!is_line_broken || write_all(&line_end)) && write_all(&rest);
    if (is_done || rest.len != line.len)
        is_line_broken = !is_done;
    pthread_mutex_unlock(&write_lock);
    if (!is_done)
        atomic_fetch_add(&lost_lines, 1);
}

void log_write(enum log_severity severity, const char *message, ...)
{
    if (!log_is_enabled(severity))
        return;
    int saved_errno = errno;
    struct buffer line;
    va_list fields;
    buffer_init(&line, MAX_LINE_BYTES);
    put_head(&line, severity, message);
    va_start(fields, message);
    for (struct log_field field = va_arg(fields, struct log_field); field.type != LOG_FIELD_END;
         field = va_arg(fields, struct log_field))
        put_field(&line, &field);
    va_end(fields);
    buffer_put(&line, style == LOG_STYLE_JSON ? TEXT("}\n") : TEXT("\n"));
    if (line.failed)
        atomic_fetch_add(&lost_lines, 1);
    else
        write_line(buffer_text(&line));
    buffer_release(&line);
    errno = saved_errno;
}
