#include "markdown_code.h"

#include "base/escape.h"

/* A table that nobody can read helps nobody. */
enum { MAX_CELL_BYTES = 200 };

/* Of consecutive backticks. */
static size_t longest_run(struct text text)
{
    size_t longest = 0;
    size_t run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.ptr[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void put_fence(struct buffer *out, size_t length)
{
    for (size_t i = 0; i < length; i++)
        buffer_put_char(out, '`');
}

/* A fence is one backtick longer than any in the text; the blanks inside it are not shown. '|' is
 * escaped even in code, as a table takes it first; every '\' of the text is followed by a letter or
 * by another one, so that none of them can undo that. */
void markdown_code_put_escaped(struct buffer *out, struct text text)
{
    if (text.len == 0) {
        buffer_put_char(out, '-');
        return;
    }
    size_t run = longest_run(text);
    put_fence(out, run + 1);
    if (run != 0)
        buffer_put_char(out, ' ');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '|')
            buffer_put_char(out, '\\');
        buffer_put_char(out, text.ptr[i]);
    }
    if (run != 0)
        buffer_put_char(out, ' ');
    put_fence(out, run + 1);
}

void markdown_code_put(struct buffer *out, struct text text)
{
    struct buffer escaped = {0};
    escape_for_terminal(&escaped, text, MAX_CELL_BYTES);
    markdown_code_put_escaped(out, buffer_text(&escaped));
    out->failed = out->failed || escaped.failed;
    buffer_release(&escaped);
}
