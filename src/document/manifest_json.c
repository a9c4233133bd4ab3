#include "manifest_json.h"

#include "document/json.h"
#include "position_record.h"

void json_values_init(struct json_values *values, struct text bytes)
{
    *values = (struct json_values){.rest = bytes, .start = {1, 1}};
}

static void skip(struct json_values *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        values->start.column++;
        if (values->rest.ptr[i] == '\n')
            values->start = (struct position){values->start.line + 1, 1};
    }
    values->rest = text_slice(values->rest, count, values->rest.len);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

char json_values_peek(struct json_values *values)
{
    size_t spaces = 0;
    while (spaces < values->rest.len && is_space(values->rest.ptr[spaces]))
        spaces++;
    skip(values, spaces);
    return values->rest.len != 0 ? values->rest.ptr[0] : '\0';
}

/* The offset behind the quote that closes the string whose inside begins at `at`. */
static size_t string_end(struct text bytes, size_t at)
{
    while (at < bytes.len && bytes.ptr[at] != '"')
        at += bytes.ptr[at] == '\\' ? 2 : 1;
    return at + 1;
}

/* The length of the value that the text begins with. Brackets that do not match, and what begins
 * with none, take all: the reader says what is wrong there. */
static size_t value_length(struct text bytes)
{
    size_t depth = 0;
    size_t at = 0;
    while (at < bytes.len) {
        char c = bytes.ptr[at++];
        if (c == '"')
            at = string_end(bytes, at);
        else if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && depth-- <= 1)
            return at;
    }
    return bytes.len;
}

/* The place in the whole text of what stands at `position` in the value. */
static struct position moved(struct position position, struct position start)
{
    if (position.line == 0)
        return position;
    size_t column = position.column;
    if (position.line == 1 && column != 0)
        column += start.column - 1;
    return (struct position){position.line + start.line - 1, column};
}

static bool move_tree(struct json_object *node, struct position start, struct arena *positions);

/* A new record takes the place of the old one, which only knew the keys. */
static bool move_record(struct json_object *object, struct position start, struct arena *positions)
{
    size_t count = (size_t)json_object_object_length(object);
    struct position *keys = arena_take(positions, count, sizeof *keys);
    if (keys == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        keys[i] = moved(position_recorded_key(object, i), start);
    if (!position_record(positions, object, moved(position_of(object), start)))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!position_record_key(positions, object, keys[i]))
            return false;
    }
    return true;
}

static bool move_object(struct json_object *object, struct position start, struct arena *positions)
{
    struct lh_entry *entry;
    if (!move_record(object, start, positions))
        return false;
    lh_foreach(json_object_get_object(object), entry)
    {
        if (!move_tree(lh_entry_v(entry), start, positions))
            return false;
    }
    return true;
}

static bool move_list(struct json_object *list, struct position start, struct arena *positions)
{
    size_t count = json_object_array_length(list);
    for (size_t i = 0; i < count; i++) {
        if (!move_tree(json_object_array_get_idx(list, i), start, positions))
            return false;
    }
    return position_record(positions, list, moved(position_of(list), start));
}

static bool move_tree(struct json_object *node, struct position start, struct arena *positions)
{
    if (json_object_is_type(node, json_type_object))
        return move_object(node, start, positions);
    if (json_object_is_type(node, json_type_array))
        return move_list(node, start, positions);
    return position_record(positions, node, moved(position_of(node), start));
}

static void move_error(struct error *error, struct position start)
{
    struct position position = moved((struct position){error->line, error->column}, start);
    error->line = position.line;
    error->column = position.column;
}

static void move_errors(struct error_list *list, size_t first, struct position start)
{
    for (size_t i = first; i < list->count; i++)
        move_error(&list->items[i], start);
}

static bool is_at_start(struct position start)
{
    return start.line == 1 && start.column == 1;
}

bool json_values_next(struct json_values *values, struct arena *positions,
                      struct error_list *repeated_keys, struct json_object **root,
                      struct error *error)
{
    struct position start = values->start;
    size_t length = value_length(values->rest);
    size_t known = repeated_keys->count;
    struct error reason = {0};
    bool done =
        json_read(text_slice(values->rest, 0, length), positions, repeated_keys, root, &reason);
    move_errors(repeated_keys, known, start);
    if (done && !is_at_start(start) && !move_tree(*root, start, positions)) {
        json_object_put(*root);
        *root = NULL;
        return error_no_memory(error);
    }
    if (done) {
        skip(values, length);
        return true;
    }
    move_error(&reason, start);
    if (error->kind == ERROR_NONE)
        *error = reason;
    return false;
}
