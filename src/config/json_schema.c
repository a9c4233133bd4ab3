#include "base/escape.h"
#include "config/config.h"
#include "schema.h"
#include "value.h"

enum { INDENT = 2 };

/* One JSON object that is being written. */
struct writer {
    struct buffer *out;
    unsigned indent; /* of its members */
    bool has_members;
};

static void put_schema(const struct schema_row *row, unsigned indent, struct buffer *out);

static void put_newline(unsigned indent, struct buffer *out)
{
    buffer_printf(out, "\n%*s", (int)indent, "");
}

static struct writer open_object(unsigned indent, struct buffer *out)
{
    buffer_put_char(out, '{');
    return (struct writer){out, indent + INDENT, false};
}

static void close_object(const struct writer *writer)
{
    if (writer->has_members)
        put_newline(writer->indent - INDENT, writer->out);
    buffer_put_char(writer->out, '}');
}

static void put_key(struct writer *writer, const char *key)
{
    if (writer->has_members)
        buffer_put_char(writer->out, ',');
    writer->has_members = true;
    put_newline(writer->indent, writer->out);
    escape_for_json(writer->out, text_from_string(key));
    buffer_put(writer->out, TEXT(": "));
}

static void put_text(struct writer *writer, const char *key, const char *value)
{
    put_key(writer, key);
    escape_for_json(writer->out, text_from_string(value));
}

static void put_raw(struct writer *writer, const char *key, const char *value)
{
    put_key(writer, key);
    buffer_put(writer->out, text_from_string(value));
}

static void put_number(struct writer *writer, const char *key, uint64_t value)
{
    put_key(writer, key);
    buffer_put_number(writer->out, value);
}

static void put_names(struct writer *writer, const struct name_set *set)
{
    const char *separator = "";
    put_key(writer, "enum");
    buffer_put_char(writer->out, '[');
    for (size_t i = 0; i < set->count; i++) {
        if (set->names[i] == NULL)
            continue;
        buffer_put(writer->out, text_from_string(separator));
        escape_for_json(writer->out, text_from_string(set->names[i]));
        separator = ", ";
    }
    buffer_put_char(writer->out, ']');
}

static void put_pattern(struct writer *writer, const struct schema_row *row)
{
    struct buffer pattern = {0};
    buffer_printf(&pattern, "%s%s", row->may_be_empty ? "^$|" : "", row->format->pattern);
    put_key(writer, "pattern");
    escape_for_json(writer->out, buffer_text(&pattern));
    if (pattern.failed)
        writer->out->failed = true;
    buffer_release(&pattern);
}

static void put_required(struct writer *writer, const char *prefix)
{
    const char *separator = "";
    put_key(writer, "required");
    buffer_put_char(writer->out, '[');
    const struct schema_row *row = schema_next(prefix, NULL);
    for (; row != NULL; row = schema_next(prefix, row)) {
        if (!row->is_required)
            continue;
        buffer_put(writer->out, text_from_string(separator));
        escape_for_json(writer->out, text_from_string(schema_name(row)));
        separator = ", ";
    }
    buffer_put_char(writer->out, ']');
}

static void put_properties(struct writer *writer, const char *prefix)
{
    put_key(writer, "properties");
    struct writer properties = open_object(writer->indent, writer->out);
    const struct schema_row *row = schema_next(prefix, NULL);
    for (; row != NULL; row = schema_next(prefix, row)) {
        put_key(&properties, schema_name(row));
        put_schema(row, properties.indent, writer->out);
    }
    close_object(&properties);
    put_required(writer, prefix);
    put_raw(writer, "additionalProperties", "false");
}

static void put_object(struct writer *writer, const struct schema_row *row)
{
    char prefix[SCHEMA_PATH_BYTES];
    schema_prefix(row, prefix);
    put_text(writer, "type", "object");
    put_properties(writer, prefix);
}

static void put_objects(struct writer *writer, const struct schema_row *row)
{
    put_text(writer, "type", "array");
    put_key(writer, "items");
    struct writer items = open_object(writer->indent, writer->out);
    put_object(&items, row);
    close_object(&items);
}

static void put_string(struct writer *writer, const struct schema_row *row)
{
    put_text(writer, "type", "string");
    put_pattern(writer, row);
}

static void put_texts(struct writer *writer, const struct schema_row *row)
{
    put_text(writer, "type", "array");
    put_key(writer, "items");
    struct writer items = open_object(writer->indent, writer->out);
    put_string(&items, row);
    close_object(&items);
}

static void put_bounded(struct writer *writer, const struct schema_row *row)
{
    put_number(writer, "minimum", row->min);
    put_number(writer, "maximum", row->max);
}

static void put_integer(struct writer *writer, const struct schema_row *row)
{
    put_text(writer, "type", "integer");
    put_bounded(writer, row);
}

static void put_size(struct writer *writer, const struct schema_row *row)
{
    put_raw(writer, "type", "[\"integer\", \"string\"]");
    put_bounded(writer, row);
    put_text(writer, "pattern", "^[0-9]+(k|M|G|Ki|Mi|Gi)?$");
}

static void put_duration(struct writer *writer, const struct schema_row *row)
{
    (void)row;
    put_text(writer, "type", "string");
    put_text(writer, "pattern", "^([0-9]+(h|m|s|ms))+$");
}

static void put_boolean(struct writer *writer, const struct schema_row *row)
{
    (void)row;
    put_text(writer, "type", "boolean");
}

static void put_enum(struct writer *writer, const struct schema_row *row)
{
    put_text(writer, "type", "string");
    put_names(writer, row->names);
}

static void put_classes(struct writer *writer, const struct schema_row *row)
{
    put_text(writer, "type", "array");
    put_key(writer, "items");
    struct writer items = open_object(writer->indent, writer->out);
    put_names(&items, row->names);
    close_object(&items);
}

static void put_date(struct writer *writer, const struct schema_row *row)
{
    (void)row;
    put_text(writer, "type", "string");
    put_text(writer, "format", "date");
    put_text(writer, "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
}

static void put_default(struct writer *writer, const struct schema_row *row)
{
    if (row->fallback == NULL)
        return;
    if (row->type == VALUE_NUMBER || row->type == VALUE_BOOLEAN)
        put_raw(writer, "default", row->fallback);
    else
        put_text(writer, "default", row->fallback);
}

static void put_schema(const struct schema_row *row, unsigned indent, struct buffer *out)
{
    static void (*const put[VALUE_TYPE_COUNT])(struct writer *, const struct schema_row *) = {
        [VALUE_OBJECT] = put_object, [VALUE_OBJECTS] = put_objects,   [VALUE_STRING] = put_string,
        [VALUE_TEXT] = put_string,   [VALUE_TEXTS] = put_texts,       [VALUE_NUMBER] = put_integer,
        [VALUE_SIZE] = put_size,     [VALUE_DURATION] = put_duration, [VALUE_BOOLEAN] = put_boolean,
        [VALUE_ENUM] = put_enum,     [VALUE_CLASSES] = put_classes,   [VALUE_DATE] = put_date,
    };
    struct writer writer = open_object(indent, out);
    put_text(&writer, "description", row->help);
    put_default(&writer, row);
    put[row->type](&writer, row);
    close_object(&writer);
}

/* An empty file is read as null. */
void config_put_schema(struct buffer *out)
{
    struct writer writer = open_object(0, out);
    put_text(&writer, "$schema", "https://json-schema.org/draft/2020-12/schema");
    put_text(&writer, "title", "release-gate configuration");
    put_raw(&writer, "type", "[\"object\", \"null\"]");
    put_properties(&writer, "");
    close_object(&writer);
    buffer_put_char(out, '\n');
}
