#include "read.h"

#include <stdio.h>
#include <string.h>

#include "core/json_node.h"
#include "schema.h"
#include "unknown_keys.h"
#include "value.h"

struct reader {
    const struct input *input;
    struct arena *memory;
};

/* An object of the tree and the structure that it fills. */
struct section {
    struct json_object *node; /* NULL: not given */
    const char *prefix;       /* of its members in the table */
    const char *path;         /* "" is the file itself */
    void *base;
};

static void read_section(const struct reader *reader, const struct section *section);

static struct origin origin_of_node(const struct reader *reader, struct json_object *node)
{
    return origin_in_file(reader->input, position_of(node));
}

static void add_error(const struct reader *reader, struct origin origin, const struct error *error)
{
    if (error->kind == ERROR_MEMORY)
        problem_no_memory(reader->input);
    else
        problem_add(reader->input, origin, "%s", error->text);
}

static const char *json_noun(enum json_type type)
{
    static const char *const nouns[] = {
        [json_type_null] = "nothing",     [json_type_boolean] = "a boolean",
        [json_type_double] = "a number",  [json_type_int] = "a number",
        [json_type_object] = "a mapping", [json_type_array] = "a list",
        [json_type_string] = "a string",
    };
    return nouns[type];
}

/* A number or boolean as it would be written; a string as it is. */
static struct text written_form(struct json_object *node)
{
    if (json_object_is_type(node, json_type_string))
        return json_text(node);
    return text_from_string(json_object_to_json_string(node));
}

/* What YAML takes for something else is often meant as a string, and the other way round. */
static const char *hint(const struct slot *slot, struct json_object *node)
{
    struct error error = {0};
    enum json_type type = json_object_get_type(node);
    bool is_plain = type == json_type_int || type == json_type_double || type == json_type_boolean;
    if (!is_plain && type != json_type_string)
        return "";
    if (!value_is_single(slot->row) || !value_set(slot, written_form(node), &error))
        return "";
    return is_plain ? ": put it in quotes" : ": leave the quotes out";
}

static void report_type(const struct reader *reader, const struct slot *slot,
                        struct json_object *node, struct origin origin)
{
    struct buffer expected = {0};
    value_put_expected(slot->row, &expected);
    problem_add(reader->input, origin, "%s must be %.*s, not %s%s", slot->path,
                TEXT_ARGS(buffer_text(&expected)), json_noun(json_object_get_type(node)),
                hint(slot, node));
    buffer_release(&expected);
}

static void read_value(const struct reader *reader, const struct slot *slot,
                       struct json_object *node)
{
    struct error error = {0};
    if (!value_set(slot, written_form(node), &error))
        add_error(reader, origin_of_node(reader, node), &error);
}

/* A null has no position of its own: its list's. */
static struct origin origin_of_element(const struct reader *reader, struct json_object *list,
                                       size_t index)
{
    struct json_object *node = json_object_array_get_idx(list, index);
    return origin_of_node(reader, node != NULL ? node : list);
}

static void read_element(const struct reader *reader, const struct slot *slot,
                         struct json_object *list, size_t index, struct text *text)
{
    struct error error = {0};
    struct json_object *node = json_object_array_get_idx(list, index);
    enum json_type type = json_object_get_type(node);
    bool is_set = false;
    if (type != json_type_string)
        error_set(&error, ERROR_VALUE, "%s must be a string, not %s", slot->path, json_noun(type));
    else if (text != NULL)
        is_set = value_set_element(slot, json_text(node), text, &error);
    else
        is_set = value_add_class(slot, json_text(node), &error);
    if (!is_set)
        add_error(reader, origin_of_element(reader, list, index), &error);
}

/* Into `items`, or for a list of classes (NULL) into the set. */
static void read_elements(const struct reader *reader, const struct slot *slot,
                          struct json_object *list, struct text *items)
{
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        char path[SCHEMA_PATH_BYTES];
        struct slot element = *slot;
        snprintf(path, sizeof path, "%s[%zu]", slot->path, i);
        element.path = path;
        read_element(reader, &element, list, i, items != NULL ? &items[i] : NULL);
    }
}

static void read_texts(const struct reader *reader, const struct slot *slot,
                       struct json_object *node)
{
    struct text_list *texts = value_field(slot);
    size_t count = json_object_array_length(node);
    struct text *items = arena_take(reader->memory, count, sizeof *items);
    if (items == NULL) {
        problem_no_memory(reader->input);
        return;
    }
    read_elements(reader, slot, node, items);
    *texts = (struct text_list){items, count};
}

static void read_classes(const struct reader *reader, const struct slot *slot,
                         struct json_object *node)
{
    read_elements(reader, slot, node, NULL);
}

static void read_item(const struct reader *reader, const struct section *item, struct origin origin)
{
    if (json_object_is_type(item->node, json_type_object))
        read_section(reader, item);
    else
        problem_add(reader->input, origin, "%s must be a mapping, not %s", item->path,
                    json_noun(json_object_get_type(item->node)));
}

static void read_items(const struct reader *reader, const struct slot *slot,
                       struct json_object *list)
{
    struct item_list *items = value_field(slot);
    size_t count = json_object_array_length(list);
    char *bases = arena_take(reader->memory, count, slot->row->item_size);
    char prefix[SCHEMA_PATH_BYTES];
    if (bases == NULL) {
        problem_no_memory(reader->input);
        return;
    }

    schema_prefix(slot->row, prefix);
    *items = (struct item_list){bases, count};
    for (size_t i = 0; i < count; i++) {
        char path[SCHEMA_PATH_BYTES];
        snprintf(path, sizeof path, "%s[%zu]", slot->path, i);
        struct section item = {json_object_array_get_idx(list, i), prefix, path,
                               bases + i * slot->row->item_size};
        read_item(reader, &item, origin_of_element(reader, list, i));
    }
}

static void read_object(const struct reader *reader, const struct slot *slot,
                        struct json_object *node)
{
    char prefix[SCHEMA_PATH_BYTES];
    schema_prefix(slot->row, prefix);
    read_section(reader, &(struct section){node, prefix, slot->path, slot->base});
}

static void read_given(const struct reader *reader, const struct slot *slot,
                       struct json_object *node)
{
    static void (*const readers[VALUE_TYPE_COUNT])(const struct reader *, const struct slot *,
                                                   struct json_object *) = {
        [VALUE_OBJECT] = read_object,
        [VALUE_OBJECTS] = read_items,
        [VALUE_TEXTS] = read_texts,
        [VALUE_CLASSES] = read_classes,
    };
    if (readers[slot->row->type] != NULL)
        readers[slot->row->type](reader, slot, node);
    else
        read_value(reader, slot, node);
}

static void read_member(const struct reader *reader, const struct section *section,
                        const struct slot *slot)
{
    struct json_object *node = NULL;
    const char *name = schema_name(slot->row);
    bool is_given = section->node != NULL && json_object_object_get_ex(section->node, name, &node);
    struct origin origin = origin_in_file(reader->input, position_of_member(section->node, name));

    if (is_given && node == NULL)
        problem_add(reader->input, origin, "%s has no value: give it one or leave the key out",
                    slot->path);
    else if (is_given && !value_accepts_json(slot->row, json_object_get_type(node)))
        report_type(reader, slot, node, origin);
    else if (is_given)
        read_given(reader, slot, node);
    else if (slot->row->is_required && section->node != NULL)
        problem_add(reader->input, origin_of_node(reader, section->node), "%s%sneeds \"%s\"",
                    section->path, section->path[0] != '\0' ? " " : "the file ", name);
}

/* In the order of the table, so that what is inherited within an item is there when it is needed.
 */
static void read_section(const struct reader *reader, const struct section *section)
{
    unknown_keys_report(reader->input, section->node, section->prefix, section->path);
    const struct schema_row *row = schema_next(section->prefix, NULL);
    for (; row != NULL; row = schema_next(section->prefix, row)) {
        char path[SCHEMA_PATH_BYTES];
        const char *dot = section->path[0] != '\0' ? "." : "";
        snprintf(path, sizeof path, "%s%s%s", section->path, dot, schema_name(row));
        struct slot slot = {row, path, section->base, reader->memory};
        if (row->prepare != NULL)
            row->prepare(section->node, section->base);
        read_member(reader, section, &slot);
    }
}

static void set_defaults(const struct reader *reader, struct settings *settings)
{
    size_t count;
    const struct schema_row *rows = schema_rows(&count);
    for (size_t i = 0; i < count; i++) {
        struct error error = {0};
        struct slot slot = {&rows[i], rows[i].path, settings, reader->memory};
        if (rows[i].fallback != NULL &&
            !value_set(&slot, text_from_string(rows[i].fallback), &error))
            add_error(reader, origin_in_file(reader->input, (struct position){0}), &error);
    }
}

static void read_overrides(const struct reader *reader, struct settings *settings)
{
    for (size_t i = 0; i < reader->input->override_count; i++) {
        const struct config_override *override = &reader->input->overrides[i];
        const struct schema_row *row = schema_find(override->key);
        struct origin origin = {override->origin, {0, 0}};
        struct error error = {0};
        if (row == NULL || row->flag == NULL) {
            problem_add(reader->input, origin, "\"%s\" can be set in the file only",
                        quote(text_from_string(override->key)).text);
            continue;
        }
        struct slot slot = {row, row->path, settings, reader->memory};
        if (!value_set(&slot, text_from_string(override->value), &error))
            add_error(reader, origin, &error);
    }
}

void settings_read(const struct input *input, struct arena *memory, struct settings *settings)
{
    const struct reader reader = {input, memory};
    *settings = (struct settings){0};
    set_defaults(&reader, settings);
    if (input->root != NULL && !json_object_is_type(input->root, json_type_object))
        problem_add(input, origin_of_node(&reader, input->root),
                    "the file must be a mapping that begins with apiVersion and kind, not %s",
                    json_noun(json_object_get_type(input->root)));
    else
        read_section(&reader, &(struct section){input->root, "", "", settings});
    read_overrides(&reader, settings);
}
