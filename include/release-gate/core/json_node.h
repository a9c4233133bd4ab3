/* json_node.h - looking into a json-c tree without tripping over what is not there. */
#ifndef CORE_JSON_NODE_H
#define CORE_JSON_NODE_H

#include <json-c/json.h>

#include "base/text.h"

/* Member of an object; NULL if `object` is none, has no such member or it is null. Borrowed. */
struct json_object *json_member(struct json_object *object, const char *key);

/* The same by a slice; none has a name longer than LIMIT_PATH_SEGMENT_BYTES. */
struct json_object *json_member_named(struct json_object *object, struct text name);

/* What stands at a path of member names with dots between them; the empty path is the object. */
struct json_object *json_member_at(struct json_object *object, struct text path);

/* The string of a node as text, NUL included; empty if it is not a string. Borrowed. */
struct text json_text(struct json_object *node);

struct text json_member_text(struct json_object *object, const char *key);

/* Elements of a list; 0 if it is none. */
size_t json_list_length(struct json_object *list);

#endif
