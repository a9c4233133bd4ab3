#include "view.h"

#include "schema.h"
#include "value.h"

enum { INDENT = 2 };

static void put_object(const char *prefix, const void *base, unsigned indent, struct buffer *out);

static void put_key(const struct schema_row *row, unsigned indent, struct buffer *out)
{
    buffer_printf(out, "%*s%s:", (int)indent, "", schema_name(row));
}

/* The first member of an item stands beside the dash. */
static void put_items(const struct schema_row *row, const struct item_list *list, unsigned indent,
                      struct buffer *out)
{
    char prefix[SCHEMA_PATH_BYTES];
    schema_prefix(row, prefix);
    buffer_put(out, list->count == 0 ? TEXT(" []\n") : TEXT("\n"));
    for (size_t i = 0; i < list->count; i++) {
        size_t at = out->len;
        put_object(prefix, (const char *)list->items + i * row->item_size, indent + INDENT, out);
        if (!out->failed)
            out->bytes[at + indent] = '-';
    }
}

static void put_row(const struct schema_row *row, const void *base, unsigned indent,
                    struct buffer *out)
{
    put_key(row, indent, out);
    if (row->type == VALUE_OBJECTS) {
        put_items(row, (const void *)((const char *)base + row->offset), indent, out);
        return;
    }
    if (row->type == VALUE_OBJECT) {
        char prefix[SCHEMA_PATH_BYTES];
        schema_prefix(row, prefix);
        buffer_put_char(out, '\n');
        put_object(prefix, base, indent + INDENT, out);
        return;
    }
    buffer_put_char(out, ' ');
    value_put(row, base, out);
    buffer_put_char(out, '\n');
}

static void put_object(const char *prefix, const void *base, unsigned indent, struct buffer *out)
{
    const struct schema_row *row = schema_next(prefix, NULL);
    for (; row != NULL; row = schema_next(prefix, row))
        put_row(row, base, indent, out);
}

void view_put(const struct settings *settings, struct buffer *out)
{
    put_object("", settings, 0, out);
}

void view_put_policy(const struct settings *settings, struct buffer *out)
{
    for (const struct schema_row *row = schema_next("", NULL); row != NULL;
         row = schema_next("", row)) {
        if (row->is_policy)
            put_row(row, settings, 0, out);
    }
}
