#include "core/json_node.h"

#include <string.h>

#include "base/limits.h"

struct json_object *json_member(struct json_object *object, const char *key)
{
    struct json_object *member = NULL;
    if (!json_object_is_type(object, json_type_object))
        return NULL;
    if (!json_object_object_get_ex(object, key, &member))
        return NULL;
    return member;
}

/* json-c looks keys up as strings. */
struct json_object *json_member_named(struct json_object *object, struct text name)
{
    char key[LIMIT_PATH_SEGMENT_BYTES + 1];
    if (name.len >= sizeof key)
        return NULL;
    memcpy(key, name.ptr, name.len);
    key[name.len] = '\0';
    return json_member(object, key);
}

struct json_object *json_member_at(struct json_object *object, struct text path)
{
    while (object != NULL && path.len != 0)
        object = json_member_named(object, text_cut(&path, '.'));
    return object;
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

size_t json_list_length(struct json_object *list)
{
    return json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
}
