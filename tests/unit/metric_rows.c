#include "metric_rows.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data_files.h"

enum { PATH_BYTES = 512, MARK_BYTES = 64, HEAD_LINES = 2 };

void metric_row_put(struct buffer *out, const struct metric_family *family)
{
    struct text labels = text_from_string(family->labels);
    const char *separator = "";
    buffer_printf(out, "| `%s` | %s | ", family->name, metric_type_name(family->type));
    while (labels.len != 0) {
        struct text label = text_trim_blanks(text_cut(&labels, ','));
        buffer_printf(out, "%s`%.*s`", separator, TEXT_ARGS(label));
        separator = " ";
    }
    buffer_printf(out, " | %s |\n", family->help);
}

static struct text read_documentation(const char *file)
{
    const char *data = getenv("RG_TEST_DATA");
    char path[PATH_BYTES];
    struct text content;
    snprintf(path, sizeof path, "%s/../../docs/%s", data != NULL ? data : "tests/data", file);
    ck_assert_msg(data_file_read(path, NULL, &content), "%s cannot be read", path);
    return content;
}

/* Where the line after `mark` begins. */
static const char *find_mark(const char *page, const char *name, const char *end)
{
    char mark[MARK_BYTES];
    snprintf(mark, sizeof mark, "<!-- %s: %s -->", name, end);
    const char *found = strstr(page, mark);
    ck_assert_msg(found != NULL, "there is no %s", mark);
    return found;
}

static const char *next_line(const char *at)
{
    return strchr(at, '\n') + 1;
}

void documentation_expect(const char *file, const char *name, const struct buffer *rows)
{
    struct text content = read_documentation(file);
    char *page = strndup(content.ptr, content.len);
    const char *begin = next_line(find_mark(page, name, "begin"));
    const char *end = find_mark(page, name, "end");
    for (int i = 0; i < HEAD_LINES; i++)
        begin = next_line(begin);
    struct text want = buffer_text(rows);
    ck_assert_msg(text_equal((struct text){begin, (size_t)(end - begin)}, want),
                  "docs/%s should have between its marks \"%s\":\n%.*s", file, name,
                  TEXT_ARGS(want));
    free(page);
    free((char *)content.ptr);
}
