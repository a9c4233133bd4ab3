#include "value.h"

#include <string.h>

#include "base/ascii.h"
#include "core/tag.h"
#include "quantity.h"
#include "yaml_text.h"

/* Appends "a, b or c"; numbers would not survive YAML without quotes. */
static void put_names(const struct name_set *set, struct buffer *out)
{
    size_t left = 0;
    bool is_first = true;
    for (size_t i = 0; i < set->count; i++)
        left += set->names[i] != NULL ? 1 : 0;
    for (size_t i = 0; i < set->count; i++) {
        if (set->names[i] == NULL)
            continue;
        left--;
        if (!is_first)
            buffer_put(out, left == 0 ? TEXT(" or ") : TEXT(", "));
        const char *marks = ascii_is_digit(set->names[i][0]) ? "\"" : "";
        buffer_printf(out, "%s%s%s", marks, set->names[i], marks);
        is_first = false;
    }
}

static void put_bounds(const struct schema_row *row, const char *noun,
                       void (*put)(uint64_t value, struct buffer *out), struct buffer *out)
{
    buffer_printf(out, "%s from ", noun);
    put(row->min, out);
    buffer_put(out, TEXT(" to "));
    put(row->max, out);
}

static void put_plain(uint64_t number, struct buffer *out)
{
    buffer_put_number(out, number);
}

void value_put_expected(const struct schema_row *row, struct buffer *out)
{
    static const char *const nouns[VALUE_TYPE_COUNT] = {
        [VALUE_OBJECT] = "a mapping",
        [VALUE_OBJECTS] = "a list of mappings",
        [VALUE_TEXTS] = "a list",
        [VALUE_CLASSES] = "a list of classes",
        [VALUE_BOOLEAN] = "true or false",
        [VALUE_DATE] = "a day of the calendar such as 2027-03-31",
    };
    if (nouns[row->type] != NULL)
        buffer_put(out, text_from_string(nouns[row->type]));
    else if (row->type == VALUE_NUMBER)
        put_bounds(row, "a whole number", put_plain, out);
    else if (row->type == VALUE_SIZE)
        put_bounds(row, "a size", quantity_put_size, out);
    else if (row->type == VALUE_DURATION)
        put_bounds(row, "a duration", quantity_put_duration, out);
    else if (row->names != NULL)
        put_names(row->names, out);
    else
        buffer_put(out, text_from_string(row->format->expected));
}

static void put_string(const struct schema_row *row, const void *field, struct buffer *out)
{
    const char *string;
    (void)row;
    memcpy(&string, field, sizeof string);
    yaml_text_put(text_from_string(string), out);
}

static void put_text(const struct schema_row *row, const void *field, struct buffer *out)
{
    (void)row;
    yaml_text_put(*(const struct text *)field, out);
}

static void put_texts(const struct schema_row *row, const void *field, struct buffer *out)
{
    const struct text_list *list = field;
    (void)row;
    buffer_put_char(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        buffer_put(out, i == 0 ? TEXT("") : TEXT(", "));
        yaml_text_put(list->items[i], out);
    }
    buffer_put_char(out, ']');
}

static void put_number(const struct schema_row *row, const void *field, struct buffer *out)
{
    (void)row;
    buffer_put_number(out, *(const uint32_t *)field);
}

static void put_size(const struct schema_row *row, const void *field, struct buffer *out)
{
    (void)row;
    quantity_put_size(*(const uint64_t *)field, out);
}

static void put_duration(const struct schema_row *row, const void *field, struct buffer *out)
{
    (void)row;
    quantity_put_duration(*(const uint64_t *)field, out);
}

static void put_boolean(const struct schema_row *row, const void *field, struct buffer *out)
{
    (void)row;
    buffer_put(out, *(const bool *)field ? TEXT("true") : TEXT("false"));
}

static void put_enum(const struct schema_row *row, const void *field, struct buffer *out)
{
    unsigned value;
    memcpy(&value, field, sizeof value);
    value_put_written(row, text_from_string(row->names->names[value]), out);
}

static void put_classes(const struct schema_row *row, const void *field, struct buffer *out)
{
    tag_class_set set = *(const tag_class_set *)field;
    const char *separator = "";
    buffer_put_char(out, '[');
    for (unsigned class = 0; class < row->names->count; class ++) {
        if ((set & tag_class_bit((enum tag_class) class)) == 0)
            continue;
        buffer_printf(out, "%s%s", separator, row->names->names[class]);
        separator = ", ";
    }
    buffer_put_char(out, ']');
}

static void put_date(const struct schema_row *row, const void *field, struct buffer *out)
{
    (void)row;
    quantity_put_date(*(const unsigned *)field, out);
}

static void (*const put[VALUE_TYPE_COUNT])(const struct schema_row *row, const void *field,
                                           struct buffer *out) = {
    [VALUE_STRING] = put_string,   [VALUE_TEXT] = put_text, [VALUE_TEXTS] = put_texts,
    [VALUE_NUMBER] = put_number,   [VALUE_SIZE] = put_size, [VALUE_DURATION] = put_duration,
    [VALUE_BOOLEAN] = put_boolean, [VALUE_ENUM] = put_enum, [VALUE_CLASSES] = put_classes,
    [VALUE_DATE] = put_date,
};

void value_put(const struct schema_row *row, const void *base, struct buffer *out)
{
    put[row->type](row, (const char *)base + row->offset, out);
}

/* A name that begins with a digit would be read as a number. */
void value_put_written(const struct schema_row *row, struct text written, struct buffer *out)
{
    bool is_number = row->type == VALUE_ENUM && ascii_is_digit(written.ptr[0]);
    if (row->type == VALUE_STRING || row->type == VALUE_TEXT || is_number)
        yaml_text_put(written, out);
    else
        buffer_put(out, written);
}
