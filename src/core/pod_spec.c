#include "pod_spec.h"

#include "core/json_node.h"
#include "override.h"

static void collect_container(struct image_collector *collector, struct image_use *use,
                              struct json_object *container)
{
    struct json_object *image = json_member(container, "image");
    if (image != NULL) {
        collector_add_image(collector, use, image);
        return;
    }
    /* An empty image is judged as such: the API server refuses it where one is required. */
    if (collector->requires_image) {
        use->node = container;
        collector_add(collector, use);
    }
}

/* An image volume (core/v1 ImageVolumeSource); any other volume has no "image" of its own. */
static void collect_volume(struct image_collector *collector, struct image_use *use,
                           struct json_object *volume)
{
    struct json_object *source = json_member(volume, "image");
    if (source == NULL)
        return;
    if (!json_object_is_type(source, json_type_object)) {
        use->problem = "is not an object";
        use->node = source;
        collector_add(collector, use);
        return;
    }
    struct json_object *reference = json_member(source, "reference");
    if (reference != NULL)
        collector_add_image(collector, use, reference);
}

static void (*const collect_by_list[])(struct image_collector *, struct image_use *,
                                       struct json_object *) = {
    [IMAGE_LIST_CONTAINERS] = collect_container,
    [IMAGE_LIST_INIT_CONTAINERS] = collect_container,
    [IMAGE_LIST_EPHEMERAL_CONTAINERS] = collect_container,
    [IMAGE_LIST_VOLUMES] = collect_volume,
    [IMAGE_LIST_OVERRIDES] = override_collect,
};

static void collect_element(struct image_collector *collector, const struct image_use *list,
                            size_t index, struct json_object *element)
{
    struct image_use use = *list;
    use.index = index;
    use.place = IMAGE_PLACE_ELEMENT;
    if (!json_object_is_type(element, json_type_object)) {
        use.problem = "is not an object";
        use.node = element;
        collector_add(collector, &use);
        return;
    }
    use.place = IMAGE_PLACE_IMAGE;
    use.name = json_member_text(element, "name");
    collect_by_list[list->list](collector, &use, element);
}

static void collect_list(struct image_collector *collector, struct text path, enum image_list list,
                         struct json_object *pod_spec)
{
    struct json_object *elements = json_member(pod_spec, image_list_field(list));
    struct image_use use = {.list = list, .place = IMAGE_PLACE_LIST, .path = path};
    if (elements == NULL) {
        if (list == IMAGE_LIST_CONTAINERS && collector->requires_image) {
            use.problem = "is missing";
            use.node = pod_spec;
            collector_add(collector, &use);
        }
        return;
    }
    if (!json_object_is_type(elements, json_type_array)) {
        use.problem = "is not a list";
        use.node = elements;
        collector_add(collector, &use);
        return;
    }
    size_t length = json_object_array_length(elements);
    for (size_t i = 0; i < length; i++)
        collect_element(collector, &use, i, json_object_array_get_idx(elements, i));
}

void pod_spec_collect(struct image_collector *collector, struct text path, struct json_object *node)
{
    if (!json_object_is_type(node, json_type_object)) {
        collector_add_problem(collector, path, node, "is not an object");
        return;
    }
    if (collector->place != NULL)
        collector_mark_visited(collector, node, false);
    for (unsigned list = IMAGE_LIST_CONTAINERS; list <= IMAGE_LIST_VOLUMES; list++)
        collect_list(collector, path, (enum image_list)list, node);
}

void overrides_collect(struct image_collector *collector, struct text path,
                       struct json_object *node)
{
    if (json_object_is_type(node, json_type_object))
        collect_list(collector, path, IMAGE_LIST_OVERRIDES, node);
}

static bool names_an_image(struct json_object *elements, const char *image)
{
    if (!json_object_is_type(elements, json_type_array))
        return false;
    size_t length = json_object_array_length(elements);
    for (size_t i = 0; i < length; i++) {
        struct json_object *element = json_object_array_get_idx(elements, i);
        if (json_member_at(element, text_from_string(image)) != NULL)
            return true;
    }
    return false;
}

bool pod_spec_is_likely(struct json_object *node)
{
    for (unsigned i = IMAGE_LIST_CONTAINERS; i <= IMAGE_LIST_VOLUMES; i++) {
        enum image_list list = (enum image_list)i;
        if (names_an_image(json_member(node, image_list_field(list)), image_list_image(list)))
            return true;
    }
    return false;
}
