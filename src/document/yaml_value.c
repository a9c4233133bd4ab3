#include "yaml_value.h"

#include "document/base64.h"
#include "yaml_scalar.h"

static struct text source_of(const yaml_event_t *event)
{
    return (struct text){(const char *)event->data.scalar.value, event->data.scalar.length};
}

static bool take(struct yaml_builder *builder, struct json_object *value,
                 struct json_object **taken)
{
    *taken = value;
    return value != NULL || error_no_memory(builder->error);
}

static bool build_string(struct yaml_builder *builder, struct text string,
                         struct json_object **value)
{
    return take(builder,
                json_object_new_string_len(string.len != 0 ? string.ptr : "", (int)string.len),
                value);
}

static bool build_binary(struct yaml_builder *builder, const yaml_event_t *event,
                         struct json_object **value)
{
    struct buffer bytes = {0};
    bool done = false;
    bool is_base64 = base64_decode(source_of(event), &bytes);
    if (bytes.failed)
        error_no_memory(builder->error);
    else if (!is_base64)
        yaml_builder_fail(builder, ERROR_VALUE, event->start_mark, "not base64", source_of(event));
    else
        done = build_string(builder, buffer_text(&bytes), value);
    buffer_release(&bytes);
    return done;
}

static bool build_typed(struct yaml_builder *builder, const yaml_event_t *event,
                        const struct yaml_scalar *scalar, struct json_object **value)
{
    switch (scalar->type) {
    case SCALAR_STRING:
        return build_string(builder, source_of(event), value);
    case SCALAR_NULL:
        *value = NULL;
        return true;
    case SCALAR_BOOL:
        return take(builder, json_object_new_boolean(scalar->truth), value);
    case SCALAR_INTEGER:
        return take(builder, json_object_new_int64(scalar->integer), value);
    case SCALAR_REAL:
        return take(builder, json_object_new_double(scalar->real), value);
    case SCALAR_NOT_FINITE:
        return yaml_builder_fail(builder, ERROR_VALUE, event->start_mark, "JSON has no such number",
                                 source_of(event));
    }
    return error_set(builder->error, ERROR_INTERNAL, "unknown type of scalar");
}

bool yaml_value_read(struct yaml_builder *builder, const yaml_event_t *event,
                     struct json_object **value)
{
    struct text tag = text_from_string((const char *)event->data.scalar.tag);
    bool is_untagged = tag.ptr == NULL && event->data.scalar.plain_implicit;
    struct yaml_scalar scalar;
    *value = NULL;

    if (text_equal(tag, TEXT("tag:yaml.org,2002:binary")))
        return build_binary(builder, event, value);
    if (!is_untagged && !yaml_tag_is_typed(tag))
        return build_string(builder, source_of(event), value);
    if (!yaml_scalar_read(source_of(event), &scalar))
        return error_no_memory(builder->error);
    if (!is_untagged && !yaml_tag_allows(tag, scalar.type))
        return yaml_builder_fail(builder, ERROR_VALUE, event->start_mark,
                                 "the value does not fit its tag", source_of(event));
    return build_typed(builder, event, &scalar, value);
}
