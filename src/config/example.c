#include "config/config.h"
#include "schema.h"
#include "value.h"

enum { INDENT = 2 };

/* How a line of the example begins: items of lists are examples, not defaults, and stand as
 * comments. */
struct margin {
    const char *mark; /* "# " or "" */
    const char *dash; /* "- " before the first member of an item, used up by it */
    unsigned indent;
};

static void put_members(const char *prefix, struct margin margin, struct buffer *out);

static void put_start(struct margin *margin, struct buffer *out)
{
    buffer_printf(out, "%s%*s%s", margin->mark, (int)margin->indent, "", margin->dash);
    margin->indent += margin->dash[0] != '\0' ? INDENT : 0;
    margin->dash = "";
}

static void put_comment(const struct schema_row *row, const struct margin *margin,
                        struct buffer *out)
{
    bool is_first_level = margin->indent == 0;
    if (margin->mark[0] == '\0')
        buffer_printf(out, "%s%*s# %s\n", is_first_level ? "\n" : "", (int)margin->indent, "",
                      row->help);
}

static void put_value(const struct schema_row *row, const struct margin *margin, struct buffer *out)
{
    buffer_put_char(out, ' ');
    if (margin->mark[0] != '\0')
        buffer_put(out, text_from_string(row->sample));
    else if (row->fallback != NULL)
        value_put_written(row, text_from_string(row->fallback), out);
    else
        buffer_put(out, TEXT("[]"));
    if (margin->mark[0] != '\0')
        buffer_printf(out, " # %s", row->help);
    buffer_put_char(out, '\n');
}

static void put_below(const struct schema_row *row, struct margin margin, struct buffer *out)
{
    char prefix[SCHEMA_PATH_BYTES];
    schema_prefix(row, prefix);
    if (row->type == VALUE_OBJECT && row->sample == NULL) {
        margin.indent += INDENT;
        put_members(prefix, margin, out);
    }
    if (row->type == VALUE_OBJECTS)
        put_members(prefix, (struct margin){"# ", "- ", margin.indent}, out);
}

static void put_members(const char *prefix, struct margin margin, struct buffer *out)
{
    const struct schema_row *row = schema_next(prefix, NULL);
    for (; row != NULL; row = schema_next(prefix, row)) {
        put_comment(row, &margin, out);
        put_start(&margin, out);
        buffer_printf(out, "%s:", schema_name(row));
        bool has_lines = row->type == VALUE_OBJECT && row->sample == NULL;
        if (has_lines)
            buffer_put_char(out, '\n');
        else
            put_value(row, &margin, out);
        put_below(row, margin, out);
    }
}

void config_put_example(struct buffer *out)
{
    buffer_put(
        out,
        TEXT("# Every key at its default; any but the first two may be left out. What an item of\n"
             "# a list may look like stands below its [] as a comment.\n"));
    put_members("", (struct margin){"", "", 0}, out);
}
