/* Which version of each application is where: one line for each, for a person or `grep`. */
#include <stdlib.h>

#include "base/escape.h"
#include "counts.h"
#include "formats.h"

enum { COLUMNS = 6, MAX_WIDTH = 64 };

static const char *const titles[COLUMNS] = {
    "ENVIRONMENT", "APPLICATION", "VERSION", "CLASS", "CONTAINERS", "RESULT",
};

/* One line of cells; their texts are in one buffer, one after the other. */
struct line {
    struct buffer text;
    size_t ends[COLUMNS];
};

static struct text cell_of(const struct line *line, unsigned column)
{
    return text_slice(buffer_text(&line->text), column != 0 ? line->ends[column - 1] : 0,
                      line->ends[column]);
}

static void put_shown(struct buffer *out, struct text text)
{
    if (text.len != 0)
        escape_for_terminal(out, text, MAX_WIDTH);
    else
        buffer_put_char(out, '-');
}

static void put_result(struct buffer *out, const struct inventory_row *row)
{
    const char *separator = "";
    for (unsigned i = 0; i < STANDING_COUNT; i++) {
        const char *name = standing_name((enum standing)i);
        if (row->standings[i] == row->container_count) {
            buffer_printf(out, "%s", name);
        } else if (row->standings[i] != 0) {
            buffer_printf(out, "%s%zu %s", separator, row->standings[i], name);
            separator = ", ";
        }
    }
}

static void fill(struct line *line, const struct inventory_row *row)
{
    unsigned column = 0;
    buffer_reset(&line->text);
    put_shown(&line->text, row->environment);
    line->ends[column++] = line->text.len;
    put_shown(&line->text, row->application);
    line->ends[column++] = line->text.len;
    put_shown(&line->text, row->version);
    line->ends[column++] = line->text.len;
    buffer_printf(&line->text, "%s", tag_class_name(row->class));
    line->ends[column++] = line->text.len;
    buffer_put_number(&line->text, row->container_count);
    line->ends[column++] = line->text.len;
    put_result(&line->text, row);
    line->ends[column++] = line->text.len;
}

static void fill_titles(struct line *line)
{
    buffer_reset(&line->text);
    for (unsigned column = 0; column < COLUMNS; column++) {
        buffer_printf(&line->text, "%s", titles[column]);
        line->ends[column] = line->text.len;
    }
}

static void widen(const struct line *line, size_t widths[COLUMNS])
{
    for (unsigned column = 0; column < COLUMNS; column++) {
        size_t width = cell_of(line, column).len;
        widths[column] = width > widths[column] ? width : widths[column];
    }
}

/* The last column has nothing behind it. */
static void put_line(struct buffer *out, const struct line *line, const size_t widths[COLUMNS])
{
    for (unsigned column = 0; column + 1 < COLUMNS; column++) {
        struct text cell = cell_of(line, column);
        buffer_put(out, cell);
        buffer_printf(out, "%*s", (int)(widths[column] - cell.len + 2), "");
    }
    buffer_put(out, cell_of(line, COLUMNS - 1));
    buffer_put_char(out, '\n');
    out->failed = out->failed || line->text.failed;
}

static void put_rows(struct buffer *out, const struct inventory_row **rows, size_t count)
{
    struct line line = {0};
    size_t widths[COLUMNS] = {0};
    fill_titles(&line);
    widen(&line, widths);
    out->failed = out->failed || line.text.failed;
    for (size_t i = 0; i < count; i++) {
        fill(&line, rows[i]);
        widen(&line, widths);
        out->failed = out->failed || line.text.failed;
    }
    fill_titles(&line);
    put_line(out, &line, widths);
    for (size_t i = 0; i < count; i++) {
        fill(&line, rows[i]);
        put_line(out, &line, widths);
    }
    buffer_release(&line.text);
}

void format_table(const struct report *report, const struct report_style *style, struct buffer *out)
{
    (void)style;
    const struct inventory *inventory = &report->inventory;
    const struct inventory_row **rows = inventory_sorted(inventory);
    if (rows == NULL) {
        out->failed = true;
        return;
    }
    if (inventory->row_count != 0)
        put_rows(out, rows, inventory->row_count);
    else
        buffer_put(out, TEXT("no images\n"));
    if (inventory->dropped_containers != 0) {
        count_put(out, inventory->dropped_containers, "container");
        buffer_put(out, TEXT(" of further versions not listed\n"));
    }
    free(rows);
}
