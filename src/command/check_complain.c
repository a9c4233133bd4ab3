#include "check_complain.h"

#include <stdio.h>

#include "base/buffer.h"
#include "base/escape.h"
#include "find_files.h"

/* As the text format calls it. */
static struct text shown_source(const struct error *error)
{
    struct text source = text_from_string(error->source);
    return text_equal(source, TEXT(STANDARD_INPUT)) ? TEXT("stdin") : source;
}

static void put_line(struct buffer *out, const struct error *error, const char *severity)
{
    escape_for_terminal(out, shown_source(error), 0);
    buffer_put_char(out, ':');
    if (error->line != 0)
        buffer_printf(out, "%zu:", error->line);
    if (error->line != 0 && error->column != 0)
        buffer_printf(out, "%zu:", error->column);
    buffer_printf(out, " %s: %s\n", severity, error->text);
}

static void complain(const struct error_list *list, const char *severity)
{
    struct buffer out = {0};
    for (size_t i = 0; i < list->count; i++)
        put_line(&out, &list->items[i], severity);
    if (list->dropped != 0)
        buffer_printf(&out, "%s: %zu more of the same kind\n", severity, list->dropped);
    struct text lines = buffer_text(&out);
    if (lines.len != 0)
        fwrite(lines.ptr, 1, lines.len, stderr);
    buffer_release(&out);
}

void check_complain_of_problems(const struct error_list *problems)
{
    complain(problems, "error");
}

void check_complain_of_keys(const struct error_list *warnings)
{
    complain(warnings, "warning");
}
