#include "yaml_mapping.h"

#include <string.h>

#include "base/buffer.h"
#include "base/escape.h"
#include "base/limits.h"
#include "position_record.h"
#include "tree.h"
#include "yaml_key.h"

void yaml_mapping_release(struct yaml_mapping *mapping)
{
    json_object_put(mapping->merged);
    *mapping = (struct yaml_mapping){0};
}

bool yaml_mapping_is_merge_key(const yaml_event_t *event)
{
    if (event->type != YAML_SCALAR_EVENT)
        return false;
    const char *tag = (const char *)event->data.scalar.tag;
    bool is_plain = tag == NULL && event->data.scalar.plain_implicit;
    bool is_tagged = tag != NULL && strcmp(tag, "tag:yaml.org,2002:merge") == 0;
    return (is_plain || is_tagged) && strcmp((const char *)event->data.scalar.value, "<<") == 0;
}

/* True once for each key that a merge has brought: from then on it is the mapping's own. */
static bool take_merged(struct yaml_mapping *mapping, const char *key)
{
    if (!json_object_object_get_ex(mapping->merged, key, NULL))
        return false;
    json_object_object_del(mapping->merged, key);
    return true;
}

static bool note_merged(struct yaml_mapping *mapping, const char *key)
{
    if (mapping->merged == NULL)
        mapping->merged = json_object_new_object();
    struct tree_member ignored;
    return mapping->merged != NULL && tree_member(mapping->merged, key, &ignored);
}

/* A key that a merge has brought and that is named now is no repetition. */
static bool set_named(struct yaml_mapping *mapping, struct yaml_builder *builder,
                      struct position position, const char *key, struct json_object *value)
{
    struct tree_member member;
    if (!tree_member(mapping->object, key, &member))
        return false;
    if (member.is_new) {
        lh_entry_set_val(member.entry, json_object_get(value));
        return position_record_key(builder->positions, mapping->object, position);
    }
    if (!take_merged(mapping, key))
        tree_report_repeated_key(builder->repeated_keys, position, text_from_string(key));
    tree_replace(&member, json_object_get(value));
    return true;
}

bool yaml_mapping_accepts(struct yaml_builder *builder, const yaml_event_t *event,
                          struct json_object *key)
{
    struct yaml_key_scratch scratch;
    return yaml_key_name(key, &scratch) != NULL ||
           yaml_builder_fail(builder, ERROR_VALUE, event->start_mark,
                             "a key must be a string, a number or a boolean", (struct text){0});
}

bool yaml_mapping_set(struct yaml_mapping *mapping, struct yaml_builder *builder,
                      struct position position, struct json_object *key, struct json_object *value)
{
    struct yaml_key_scratch scratch;
    bool done = set_named(mapping, builder, position, yaml_key_name(key, &scratch), value);
    json_object_put(value);
    return done || error_no_memory(builder->error);
}

/* Tools disagree on a "<<" behind the key that it replaces: YAML says that the key wins. */
static void report_override(struct yaml_builder *builder, struct position position, const char *key)
{
    struct buffer escaped = {0};
    if (builder->repeated_keys == NULL)
        return;
    escape_for_terminal(&escaped, text_from_string(key), LIMIT_QUOTED_BYTES);
    error_list_add(builder->repeated_keys, ERROR_VALUE, NULL, position.line, position.column,
                   "\"<<\" replaces the key \"%.*s\", which stands before it",
                   TEXT_ARGS(buffer_text(&escaped)));
    buffer_release(&escaped);
}

/* `merge` is where the "<<" stands, `origin` where the key stands that it brings. */
static bool merge_member(struct yaml_mapping *mapping, struct yaml_builder *builder,
                         struct position merge, const struct lh_entry *from, struct position origin)
{
    const char *key = lh_entry_k(from);
    struct tree_member member;
    if (!tree_member(mapping->object, key, &member))
        return false;
    if (member.is_new && !position_record_key(builder->positions, mapping->object, origin))
        return false;
    if (!member.is_new && !json_object_object_get_ex(mapping->merged, key, NULL))
        report_override(builder, merge, key);
    tree_replace(&member, json_object_get(lh_entry_v(from)));
    return !member.is_new || note_merged(mapping, key);
}

static bool merge_object(struct yaml_mapping *mapping, struct yaml_builder *builder,
                         struct position position, struct json_object *source)
{
    size_t index = 0;
    struct lh_entry *entry;
    lh_foreach(json_object_get_object(source), entry)
    {
        struct position origin = position_recorded_key(source, index++);
        if (!merge_member(mapping, builder, position, entry, origin))
            return error_no_memory(builder->error);
    }
    return true;
}

static bool can_merge(const yaml_event_t *event, struct json_object *value)
{
    if (event->type != YAML_SEQUENCE_START_EVENT)
        return json_object_is_type(value, json_type_object);
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        if (!json_object_is_type(json_object_array_get_idx(value, i), json_type_object))
            return false;
    }
    return true;
}

bool yaml_mapping_merge(struct yaml_mapping *mapping, struct yaml_builder *builder,
                        struct position position, const yaml_event_t *event,
                        struct json_object *value)
{
    if (!can_merge(event, value))
        return yaml_builder_fail(builder, ERROR_VALUE, event->start_mark,
                                 "\"<<\" takes a mapping or a list of mappings", (struct text){0});
    if (event->type != YAML_SEQUENCE_START_EVENT)
        return merge_object(mapping, builder, position, value);

    /* Backwards, so that the first has the last word. */
    for (size_t i = json_object_array_length(value); i > 0; i--) {
        if (!merge_object(mapping, builder, position, json_object_array_get_idx(value, i - 1)))
            return false;
    }
    return true;
}
