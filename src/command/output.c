#include "output.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "config/suggest.h"

enum { ERROR_BYTES = 1024 };

enum exit_code output_write(const struct buffer *content)
{
    struct text bytes = buffer_text(content);
    if (content->failed) {
        output_complain("out of memory");
        return EXIT_INTERNAL;
    }
    if (bytes.len != 0)
        fwrite(bytes.ptr, 1, bytes.len, stdout);
    return EXIT_CLEAN;
}

enum exit_code output_finish(enum exit_code code)
{
    errno = 0;
    bool is_flushed = fflush(stdout) == 0;
    if (is_flushed && !ferror(stdout))
        return code;
    output_complain("cannot write to standard output%s%s", errno != 0 ? ": " : "",
                    errno != 0 ? strerror(errno) : "");
    return EXIT_INTERNAL;
}

void output_complain(const char *format, ...)
{
    va_list arguments;
    fputs("release-gate: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

void output_complain_error(const struct error *error)
{
    char text[ERROR_BYTES];
    error_format(error, text, sizeof text);
    output_complain("%s", text);
}

void output_complain_of_word(const char *what, struct text word, const struct text *known,
                             size_t count)
{
    struct text meant = suggest(word, known, count);
    struct buffer all = {0};
    for (size_t i = 0; i < count; i++)
        buffer_printf(&all, "%s%.*s", i == 0 ? "" : ", ", TEXT_ARGS(known[i]));
    if (meant.len != 0)
        output_complain("unknown %s \"%.*s\"; did you mean \"%.*s\"?", what, TEXT_ARGS(word),
                        TEXT_ARGS(meant));
    else
        output_complain("unknown %s \"%.*s\"; there are %.*s", what, TEXT_ARGS(word),
                        TEXT_ARGS(buffer_text(&all)));
    buffer_release(&all);
}
