#include "value.h"

#include <string.h>

#include "config/suggest.h"
#include "core/tag.h"
#include "problem.h"
#include "quantity.h"

void *value_field(const struct slot *slot)
{
    return (char *)slot->base + slot->row->offset;
}

static bool refuse(const struct slot *slot, struct text written, struct error *error)
{
    struct buffer expected = {0};
    value_put_expected(slot->row, &expected);
    error_set(error, ERROR_VALUE, "%s must be %.*s, not \"%s\"", slot->path,
              TEXT_ARGS(buffer_text(&expected)), quote(written).text);
    buffer_release(&expected);
    return false;
}

static bool refuse_name(const struct slot *slot, struct text written, struct error *error)
{
    const struct name_set *set = slot->row->names;
    struct text candidates[SCHEMA_MAX_CHILDREN];
    size_t count = 0;
    for (size_t i = 0; i < set->count && count < ARRAY_LEN(candidates); i++) {
        if (set->names[i] != NULL)
            candidates[count++] = text_from_string(set->names[i]);
    }
    struct text meant = suggest(written, candidates, count);
    if (meant.len == 0)
        return refuse(slot, written, error);
    return error_set(error, ERROR_VALUE, "unknown value \"%s\" for %s, did you mean \"%.*s\"?",
                     quote(written).text, slot->path, TEXT_ARGS(meant));
}

static bool find_name(const struct slot *slot, struct text written, unsigned *value,
                      struct error *error)
{
    const struct name_set *set = slot->row->names;
    for (size_t i = 0; i < set->count; i++) {
        if (set->names[i] != NULL && text_equal(written, text_from_string(set->names[i]))) {
            *value = (unsigned)i;
            return true;
        }
    }
    return refuse_name(slot, written, error);
}

static bool check_text(const struct slot *slot, struct text written, struct error *error)
{
    const struct schema_row *row = slot->row;
    if ((written.len == 0 && row->may_be_empty) || row->format->accepts(written))
        return true;
    if (written.len == 0)
        return error_set(error, ERROR_VALUE, "%s must not be empty", slot->path);
    if (row->type != VALUE_TEXTS)
        return refuse(slot, written, error);
    return error_set(error, ERROR_VALUE, "%s must be %s, not \"%s\"", slot->path,
                     row->format->expected, quote(written).text);
}

static bool set_text(const struct slot *slot, struct text written, struct error *error)
{
    struct text copy;
    if (!check_text(slot, written, error))
        return false;
    if (!arena_copy_text(slot->memory, written, &copy))
        return error_no_memory(error);
    memcpy(value_field(slot), &copy, sizeof copy);
    return true;
}

static bool set_string(const struct slot *slot, struct text written, struct error *error)
{
    if (!check_text(slot, written, error))
        return false;
    char *copy = arena_take(slot->memory, written.len + 1, 1);
    if (copy == NULL)
        return error_no_memory(error);
    if (written.len != 0)
        memcpy(copy, written.ptr, written.len);
    memcpy(value_field(slot), &copy, sizeof copy);
    return true;
}

static bool is_within(const struct schema_row *row, uint64_t value)
{
    return value >= row->min && value <= row->max;
}

static bool set_number(const struct slot *slot, struct text written, struct error *error)
{
    uint64_t number;
    if (!quantity_read_number(written, &number) || !is_within(slot->row, number))
        return refuse(slot, written, error);
    uint32_t narrow = (uint32_t)number;
    memcpy(value_field(slot), &narrow, sizeof narrow);
    return true;
}

static bool set_size(const struct slot *slot, struct text written, struct error *error)
{
    uint64_t bytes;
    if (!quantity_read_size(written, &bytes) || !is_within(slot->row, bytes))
        return refuse(slot, written, error);
    memcpy(value_field(slot), &bytes, sizeof bytes);
    return true;
}

static bool set_duration(const struct slot *slot, struct text written, struct error *error)
{
    uint64_t milliseconds;
    if (quantity_read_number(written, &milliseconds)) {
        return error_set(error, ERROR_VALUE, "%s needs a unit: write \"%ss\" or \"%sms\"",
                         slot->path, quote(written).text, quote(written).text);
    }
    if (!quantity_read_duration(written, &milliseconds) || !is_within(slot->row, milliseconds))
        return refuse(slot, written, error);
    memcpy(value_field(slot), &milliseconds, sizeof milliseconds);
    return true;
}

static bool set_boolean(const struct slot *slot, struct text written, struct error *error)
{
    bool value = text_equal(written, TEXT("true"));
    if (!value && !text_equal(written, TEXT("false")))
        return refuse(slot, written, error);
    memcpy(value_field(slot), &value, sizeof value);
    return true;
}

/* GCC gives an enum without negative values the type unsigned. */
static bool set_enum(const struct slot *slot, struct text written, struct error *error)
{
    unsigned value = 0;
    if (!find_name(slot, written, &value, error))
        return false;
    memcpy(value_field(slot), &value, sizeof value);
    return true;
}

static bool set_date(const struct slot *slot, struct text written, struct error *error)
{
    unsigned date;
    if (!quantity_read_date(written, &date))
        return refuse(slot, written, error);
    memcpy(value_field(slot), &date, sizeof date);
    return true;
}

bool value_set_element(const struct slot *slot, struct text written, struct text *element,
                       struct error *error)
{
    if (!check_text(slot, written, error))
        return false;
    return arena_copy_text(slot->memory, written, element) || error_no_memory(error);
}

bool value_add_class(const struct slot *slot, struct text written, struct error *error)
{
    unsigned class = 0;
    tag_class_set *set = value_field(slot);
    if (!find_name(slot, written, &class, error))
        return false;
    *set |= tag_class_bit((enum tag_class) class);
    return true;
}

#define JSON(type) (1U << json_type_##type)

static const struct {
    unsigned json_types; /* of the whole value, for lists of the list */
    bool (*set)(const struct slot *slot, struct text written, struct error *error);
} types[VALUE_TYPE_COUNT] = {
    [VALUE_OBJECT] = {JSON(object), NULL},
    [VALUE_OBJECTS] = {JSON(array), NULL},
    [VALUE_STRING] = {JSON(string), set_string},
    [VALUE_TEXT] = {JSON(string), set_text},
    [VALUE_TEXTS] = {JSON(array), NULL},
    [VALUE_NUMBER] = {JSON(int), set_number},
    [VALUE_SIZE] = {JSON(int) | JSON(string), set_size},
    [VALUE_DURATION] = {JSON(int) | JSON(string), set_duration},
    [VALUE_BOOLEAN] = {JSON(boolean), set_boolean},
    [VALUE_ENUM] = {JSON(string), set_enum},
    [VALUE_CLASSES] = {JSON(array), NULL},
    [VALUE_DATE] = {JSON(string), set_date},
};

bool value_accepts_json(const struct schema_row *row, enum json_type type)
{
    return (types[row->type].json_types & 1U << (unsigned)type) != 0;
}

bool value_is_single(const struct schema_row *row)
{
    return types[row->type].set != NULL;
}

bool value_set(const struct slot *slot, struct text written, struct error *error)
{
    return types[slot->row->type].set(slot, written, error);
}
