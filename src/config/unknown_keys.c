#include "unknown_keys.h"

#include <string.h>

#include "base/buffer.h"
#include "config/suggest.h"
#include "schema.h"

/* Appends "a, b or c" of the members that a section may have. */
static void put_members(const char *prefix, struct buffer *out)
{
    const char *separator = "";
    for (const struct schema_row *row = schema_next(prefix, NULL); row != NULL;) {
        const struct schema_row *next = schema_next(prefix, row);
        buffer_printf(out, "%s%s", separator, schema_name(row));
        separator = next != NULL && schema_next(prefix, next) == NULL ? " or " : ", ";
        row = next;
    }
}

static struct text suggest_member(const char *prefix, struct text key)
{
    struct text candidates[SCHEMA_MAX_CHILDREN];
    size_t count = 0;
    const struct schema_row *row = schema_next(prefix, NULL);
    for (; row != NULL && count < ARRAY_LEN(candidates); row = schema_next(prefix, row))
        candidates[count++] = text_from_string(schema_name(row));
    return suggest(key, candidates, count);
}

static void report(const struct input *input, struct origin origin, const char *prefix,
                   const char *path, struct text key)
{
    const char *in = path[0] != '\0' ? " in " : "";
    struct text meant = suggest_member(prefix, key);
    if (meant.len != 0) {
        problem_add(input, origin, "unknown key \"%s\"%s%s, did you mean \"%.*s\"?",
                    quote(key).text, in, path, TEXT_ARGS(meant));
        return;
    }

    struct buffer members = {0};
    put_members(prefix, &members);
    problem_add(input, origin, "unknown key \"%s\"%s%s: expected %.*s", quote(key).text, in, path,
                TEXT_ARGS(buffer_text(&members)));
    buffer_release(&members);
}

static bool has_member(const char *prefix, const char *key)
{
    const struct schema_row *row = schema_next(prefix, NULL);
    while (row != NULL && strcmp(schema_name(row), key) != 0)
        row = schema_next(prefix, row);
    return row != NULL;
}

void unknown_keys_report(const struct input *input, struct json_object *object, const char *prefix,
                         const char *path)
{
    struct lh_entry *entry;
    if (object == NULL)
        return;
    lh_foreach(json_object_get_object(object), entry)
    {
        const char *key = lh_entry_k(entry);
        struct origin origin = origin_in_file(input, position_of_key(object, key));
        if (!has_member(prefix, key))
            report(input, origin, prefix, path, text_from_string(key));
    }
}
