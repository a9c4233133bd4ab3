#include "core/json_node.h"
#include "helm_image.h"
#include "helm_values.h"

/* The look for a repository among the parameters takes time by the square of their number; no
 * Application has nearly as many. */
enum { MAX_PARAMETERS_FOR_REPOSITORY = 256 };

struct parameter {
    struct text owner; /* "web.image" of "web.image.tag"; empty: none */
    struct text name;  /* "tag" */
    struct text value;
};

static struct parameter parameter_of(struct json_object *node)
{
    struct text path = json_member_text(node, "name");
    size_t dot = text_find_last(path, '.');
    struct parameter parameter = {.value = text_trim_blanks(json_member_text(node, "value"))};
    if (dot == path.len) {
        parameter.name = path;
    } else {
        parameter.owner = text_slice(path, 0, dot);
        parameter.name = text_slice(path, dot + 1, path.len);
    }
    return parameter;
}

/* The value of another parameter with the same owner; empty: there is none. */
static struct text value_beside(struct json_object *list, struct text owner, struct text name)
{
    size_t length = json_object_array_length(list);
    for (size_t i = 0; i < length && length <= MAX_PARAMETERS_FOR_REPOSITORY; i++) {
        struct parameter parameter = parameter_of(json_object_array_get_idx(list, i));
        if (text_equal(parameter.owner, owner) && text_equal(parameter.name, name))
            return parameter.value;
    }
    return (struct text){0};
}

static enum helm_name owner_says(struct text owner)
{
    size_t dot = text_find_last(owner, '.');
    return helm_name_of(dot == owner.len ? owner : text_slice(owner, dot + 1, owner.len));
}

/* False if it is no part of an image. */
static bool read_parts(struct json_object *list, const struct parameter *parameter,
                       struct helm_image *parts)
{
    bool is_digest = text_equal(parameter->name, TEXT("digest"));
    *parts = (struct helm_image){0};
    if (helm_name_of(parameter->name) == HELM_NAME_IMAGE_TAG) {
        parts->repository =
            value_beside(list, parameter->owner, helm_name_without_tag(parameter->name));
        parts->tag = parameter->value;
        return !helm_text_is_image(parts->repository);
    }
    if (!is_digest && !text_equal(parameter->name, TEXT("tag")))
        return false;
    parts->registry = value_beside(list, parameter->owner, TEXT("registry"));
    parts->repository = value_beside(list, parameter->owner, TEXT("repository"));
    *(is_digest ? &parts->digest : &parts->tag) = parameter->value;
    return parts->repository.len != 0 || owner_says(parameter->owner) == HELM_NAME_IMAGE;
}

/* A tag and a digest of one image: the tag is judged, as anywhere. */
static bool has_tag_beside(struct json_object *list, const struct parameter *parameter)
{
    return text_equal(parameter->name, TEXT("digest")) &&
           value_beside(list, parameter->owner, TEXT("tag")).len != 0;
}

static void collect_parameter(struct image_collector *collector, struct text path,
                              struct json_object *list, struct json_object *node)
{
    struct parameter parameter = parameter_of(node);
    struct helm_image parts;
    struct image_use use = {.node = json_member(node, "value"), .place = IMAGE_PLACE_IMAGE};
    if (parameter.value.len == 0)
        return;
    if (helm_name_of(parameter.name) == HELM_NAME_IMAGE) {
        use.image = helm_text_is_image(parameter.value) ? parameter.value : (struct text){0};
    } else if (read_parts(list, &parameter, &parts) && !has_tag_beside(list, &parameter) &&
               !helm_text_is_url(parts.repository)) {
        use.image = helm_image_text(collector, &parts);
    }
    if (use.image.len == 0)
        return;
    use.path = collector_member_path(collector, path, TEXT("value"));
    collector_add(collector, &use);
}

void helm_parameters_collect(struct image_collector *collector, struct text path,
                             struct json_object *parameters)
{
    if (!json_object_is_type(parameters, json_type_array)) {
        collector_add_problem(collector, path, parameters, "is not a list");
        return;
    }
    size_t length = json_object_array_length(parameters);
    for (size_t i = 0; i < length && !collector->failed; i++)
        collect_parameter(collector, collector_element_path(collector, path, i), parameters,
                          json_object_array_get_idx(parameters, i));
}
