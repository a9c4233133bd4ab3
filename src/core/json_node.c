#include "core/json_node.h"

struct json_object *json_member(struct json_object *object, const char *key)
{
    struct json_object *member = NULL;
    if (!json_object_is_type(object, json_type_object))
        return NULL;
    if (!json_object_object_get_ex(object, key, &member))
        return NULL;
    return member;
}

struct text json_text(struct json_object *node)
{
    if (!json_object_is_type(node, json_type_string))
        return (struct text){0};
    return (struct text){
        .ptr = json_object_get_string(node),
        .len = (size_t)json_object_get_string_len(node),
    };
}

struct text json_member_text(struct json_object *object, const char *key)
{
    return json_text(json_member(object, key));
}
