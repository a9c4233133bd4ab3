#include "json_patch.h"

#include "core/json_node.h"
#include "pod_spec.h"

/* The last segment of a JSON pointer (RFC 6901), which loses it. No name that is asked for has an
 * escape in it. */
static struct text cut_last(struct text *pointer)
{
    size_t slash = text_find_last(*pointer, '/');
    if (slash == pointer->len)
        return (struct text){0};
    struct text segment = text_slice(*pointer, slash + 1, pointer->len);
    *pointer = text_slice(*pointer, 0, slash);
    return segment;
}

/* The image of an RBD volume is a block device. */
static bool names_image(struct text parent, struct text name)
{
    if (text_equal(name, TEXT("image")))
        return !text_equal(parent, TEXT("rbd"));
    return text_equal(name, TEXT("reference")) && text_equal(parent, TEXT("image"));
}

/* NULL: no list of a pod spec. */
static const char *list_named(struct text name)
{
    for (unsigned list = IMAGE_LIST_CONTAINERS; list <= IMAGE_LIST_VOLUMES; list++) {
        const char *field = image_list_field((enum image_list)list);
        if (text_equal(name, text_from_string(field)))
            return field;
    }
    return NULL;
}

/* A list of that one. NULL: no memory. */
static struct json_object *list_of(struct json_object *element)
{
    struct json_object *list = json_object_new_array();
    if (list == NULL)
        return NULL;
    if (json_object_array_add(list, json_object_get(element)) == 0)
        return list;
    json_object_put(element);
    json_object_put(list);
    return NULL;
}

/* Takes the list over. */
static void collect_list(struct image_collector *collector, struct text path, const char *field,
                         struct json_object *list)
{
    struct json_object *pod_spec = json_object_new_object();
    if (pod_spec == NULL || list == NULL || json_object_object_add(pod_spec, field, list) != 0) {
        json_object_put(list);
        collector->failed = true;
    } else {
        pod_spec_collect(collector, path, pod_spec);
    }
    json_object_put(pod_spec);
}

static void collect_operation(struct image_collector *collector, struct text path,
                              struct json_object *operation)
{
    struct json_object *value = json_member(operation, "value");
    struct text pointer = json_member_text(operation, "path");
    struct text name = cut_last(&pointer);
    struct text parent = cut_last(&pointer);
    if (value == NULL || text_equal(json_member_text(operation, "op"), TEXT("test")))
        return;
    if (names_image(parent, name))
        collector_add_field(collector, collector_member_path(collector, path, TEXT("value")),
                            value);
    else if (list_named(name) != NULL)
        collect_list(collector, path, list_named(name), json_object_get(value));
    else if (list_named(parent) != NULL)
        collect_list(collector, path, list_named(parent), list_of(value));
}

void json_patch_collect(struct image_collector *collector, struct text path,
                        struct json_object *node)
{
    if (!json_object_is_type(node, json_type_array))
        return;
    size_t length = json_object_array_length(node);
    for (size_t i = 0; i < length && !collector->failed; i++)
        collect_operation(collector, collector_element_path(collector, path, i),
                          json_object_array_get_idx(node, i));
}
