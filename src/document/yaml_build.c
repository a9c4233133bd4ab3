#include "yaml_build.h"

#include "base/limits.h"
#include "fault.h"
#include "position_record.h"
#include "yaml_mapping.h"
#include "yaml_problem.h"
#include "yaml_value.h"

bool yaml_builder_fail(struct yaml_builder *builder, enum error_kind kind, yaml_mark_t mark,
                       const char *reason, struct text found)
{
    struct position position = yaml_marks_position_of_content(&builder->marks, mark);
    return fault_set(builder->error, kind, position, reason, found);
}

struct position yaml_builder_position(struct yaml_builder *builder, yaml_mark_t mark)
{
    if (builder->positions == NULL && builder->repeated_keys == NULL)
        return (struct position){0};
    return yaml_marks_position_of_content(&builder->marks, mark);
}

bool yaml_builder_next(struct yaml_builder *builder, yaml_event_t *event)
{
    if (yaml_parser_parse(&builder->parser, event))
        return true;
    return yaml_problem_set(&builder->parser, &builder->marks, builder->error);
}

static bool place(struct yaml_builder *builder, yaml_mark_t mark, struct json_object *value)
{
    return position_record(builder->positions, value, yaml_builder_position(builder, mark)) ||
           error_no_memory(builder->error);
}

static bool build_scalar(struct yaml_builder *builder, const yaml_event_t *event,
                         struct yaml_node *node)
{
    const char *anchor = (const char *)event->data.scalar.anchor;
    size_t number;
    node->count = 1;
    if (!yaml_value_read(builder, event, &node->value) ||
        !place(builder, event->start_mark, node->value))
        return false;
    if (!yaml_anchors_begin(&builder->anchors, anchor, &number))
        return error_no_memory(builder->error);
    yaml_anchors_end(&builder->anchors, anchor, number, node);
    return true;
}

/* Shares the anchor's node. */
static bool build_alias(struct yaml_builder *builder, const yaml_event_t *event,
                        struct yaml_node *node)
{
    const char *name = (const char *)event->data.alias.anchor;
    const struct yaml_anchor *anchor = yaml_anchors_find(&builder->anchors, name);
    struct text shown = text_from_string(name);
    if (anchor == NULL)
        return yaml_builder_fail(builder, ERROR_SYNTAX, event->start_mark, "unknown anchor", shown);
    if (!anchor->is_complete)
        return yaml_builder_fail(builder, ERROR_VALUE, event->start_mark,
                                 "the anchor contains itself", shown);
    if (builder->depth + anchor->node.height > LIMIT_DOCUMENT_DEPTH)
        return yaml_builder_fail(builder, ERROR_LIMIT, event->start_mark, FAULT_TOO_DEEP, shown);
    if (builder->alias_nodes + anchor->node.count > LIMIT_ALIAS_NODES)
        return yaml_builder_fail(builder, ERROR_LIMIT, event->start_mark,
                                 "the aliases stand for too many nodes", shown);

    builder->alias_nodes += anchor->node.count;
    *node = anchor->node;
    json_object_get(node->value);
    return true;
}

static void count_child(struct yaml_node *parent, const struct yaml_node *child)
{
    parent->count += child->count;
    if (parent->height <= child->height)
        parent->height = child->height + 1;
}

static bool build_element(struct yaml_builder *builder, const yaml_event_t *event,
                          struct yaml_node *list)
{
    struct yaml_node element;
    if (!yaml_build(builder, event, &element))
        return false;
    count_child(list, &element);
    if (json_object_array_add(list->value, element.value) == 0)
        return true;
    json_object_put(element.value);
    return error_no_memory(builder->error);
}

static bool build_elements(struct yaml_builder *builder, struct yaml_node *list)
{
    for (bool is_done = false; !is_done;) {
        yaml_event_t event;
        if (!yaml_builder_next(builder, &event))
            return false;
        is_done = event.type == YAML_SEQUENCE_END_EVENT;
        bool is_good = is_done || build_element(builder, &event, list);
        yaml_event_delete(&event);
        if (!is_good)
            return false;
    }
    return true;
}

static bool build_next(struct yaml_builder *builder, yaml_event_t *event, struct yaml_node *node)
{
    if (!yaml_builder_next(builder, event))
        return false;
    if (yaml_build(builder, event, node))
        return true;
    yaml_event_delete(event);
    return false;
}

static bool build_merge(struct yaml_builder *builder, const yaml_event_t *key,
                        struct yaml_mapping *mapping, struct yaml_node *parent)
{
    struct position position = yaml_builder_position(builder, key->start_mark);
    yaml_event_t event;
    struct yaml_node source;
    if (!build_next(builder, &event, &source))
        return false;
    count_child(parent, &source);
    bool done = yaml_mapping_merge(mapping, builder, position, &event, source.value);
    json_object_put(source.value);
    yaml_event_delete(&event);
    return done;
}

static bool build_value(struct yaml_builder *builder, const yaml_event_t *key_event,
                        struct yaml_mapping *mapping, struct json_object *key,
                        struct yaml_node *parent)
{
    struct position position = yaml_builder_position(builder, key_event->start_mark);
    yaml_event_t event;
    struct yaml_node value;
    if (!yaml_mapping_accepts(builder, key_event, key) || !build_next(builder, &event, &value))
        return false;
    yaml_event_delete(&event);
    count_child(parent, &value);
    return yaml_mapping_set(mapping, builder, position, key, value.value);
}

static bool build_member(struct yaml_builder *builder, const yaml_event_t *event,
                         struct yaml_mapping *mapping, struct yaml_node *parent)
{
    struct yaml_node key;
    if (yaml_mapping_is_merge_key(event))
        return build_merge(builder, event, mapping, parent);
    if (!yaml_build(builder, event, &key))
        return false;
    bool done = build_value(builder, event, mapping, key.value, parent);
    json_object_put(key.value);
    return done;
}

static bool build_members(struct yaml_builder *builder, struct yaml_node *node)
{
    struct yaml_mapping mapping = {.object = node->value};
    bool is_good = true;
    for (bool is_done = false; is_good && !is_done;) {
        yaml_event_t event;
        is_good = yaml_builder_next(builder, &event);
        if (is_good) {
            is_done = event.type == YAML_MAPPING_END_EVENT;
            is_good = is_done || build_member(builder, &event, &mapping, node);
            yaml_event_delete(&event);
        }
    }
    yaml_mapping_release(&mapping);
    return is_good;
}

/* What lists and mappings share: place, depth and anchor. */
static bool build_collection(struct yaml_builder *builder, const yaml_event_t *event,
                             const char *anchor,
                             bool (*build_items)(struct yaml_builder *, struct yaml_node *),
                             struct yaml_node *node)
{
    size_t number;
    *node = (struct yaml_node){.value = node->value, .height = 1, .count = 1};
    if (node->value == NULL || !yaml_anchors_begin(&builder->anchors, anchor, &number))
        return error_no_memory(builder->error);
    if (!place(builder, event->start_mark, node->value))
        return false;
    if (builder->depth == LIMIT_DOCUMENT_DEPTH)
        return yaml_builder_fail(builder, ERROR_LIMIT, event->start_mark, FAULT_TOO_DEEP,
                                 (struct text){0});
    builder->depth++;
    bool done = build_items(builder, node);
    builder->depth--;
    if (done)
        yaml_anchors_end(&builder->anchors, anchor, number, node);
    return done;
}

static bool build_list(struct yaml_builder *builder, const yaml_event_t *event,
                       struct yaml_node *node)
{
    const char *anchor = (const char *)event->data.sequence_start.anchor;
    node->value = json_object_new_array();
    return build_collection(builder, event, anchor, build_elements, node);
}

static bool build_mapping(struct yaml_builder *builder, const yaml_event_t *event,
                          struct yaml_node *node)
{
    const char *anchor = (const char *)event->data.mapping_start.anchor;
    node->value = json_object_new_object();
    return build_collection(builder, event, anchor, build_members, node);
}

static bool (*const builders[])(struct yaml_builder *builder, const yaml_event_t *event,
                                struct yaml_node *node) = {
    [YAML_ALIAS_EVENT] = build_alias,
    [YAML_SCALAR_EVENT] = build_scalar,
    [YAML_SEQUENCE_START_EVENT] = build_list,
    [YAML_MAPPING_START_EVENT] = build_mapping,
};

bool yaml_build(struct yaml_builder *builder, const yaml_event_t *event, struct yaml_node *node)
{
    *node = (struct yaml_node){0};
    if (event->type >= ARRAY_LEN(builders) || builders[event->type] == NULL)
        return error_set(builder->error, ERROR_INTERNAL, "libyaml sent an event out of order");
    if (builders[event->type](builder, event, node))
        return true;
    json_object_put(node->value);
    *node = (struct yaml_node){0};
    return false;
}
