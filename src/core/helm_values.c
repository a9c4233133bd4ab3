#include "helm_values.h"

#include "base/limits.h"
#include "core/json_node.h"
#include "helm_image.h"
#include "placeholder.h"

enum { MAX_DEPTH = LIMIT_DOCUMENT_DEPTH + 1 };

/* A node of the values, while it is looked at. */
struct values {
    struct image_collector *collector;
    struct json_object *node;
    struct text path;
    enum helm_name name; /* what its name says of it */
    unsigned depth;
};

static void collect_node(struct values values);

/* Scalars as Helm writes them out: a tag is often an unquoted number. */
static struct text scalar_text(struct image_collector *collector, struct json_object *node)
{
    struct buffer text = {0};
    switch (json_object_get_type(node)) {
    case json_type_string:
        return text_trim_blanks(json_text(node));
    case json_type_int:
        buffer_printf(&text, "%lld", (long long)json_object_get_int64(node));
        break;
    case json_type_double:
        buffer_printf(&text, "%.15g", json_object_get_double(node));
        break;
    case json_type_null:
    case json_type_boolean:
    case json_type_object:
    case json_type_array:
        break;
    }
    return collector_keep(collector, &text);
}

static void add_image(struct image_collector *collector, struct text path, struct text image,
                      struct json_object *node)
{
    struct image_use use = {.path = path, .image = image, .node = node, .place = IMAGE_PLACE_IMAGE};
    collector_add(collector, &use);
}

static void add_parts(struct image_collector *collector, struct text path,
                      const struct helm_image *parts, struct json_object *node)
{
    if (!helm_text_is_url(parts->repository))
        add_image(collector, path, helm_image_text(collector, parts), node);
}

static struct text first_of(struct json_object *object, const char *const names[])
{
    struct text text = {0};
    for (size_t i = 0; names[i] != NULL && text.len == 0; i++)
        text = json_member_text(object, names[i]);
    return text_trim_blanks(text);
}

static const char *const registry_names[] = {"registry", NULL};
static const char *const repository_names[] = {"repository", "repo", "name", NULL};
static const char *const digest_names[] = {"digest", "sha", NULL};

/* {registry, repository, tag, digest}: an image where its name says so, or where it has a
 * repository that is none of Git's or Helm's. */
static void collect_image_object(const struct values *values)
{
    struct json_object *tag = json_member(values->node, "tag");
    struct helm_image parts = {
        .registry = first_of(values->node, registry_names),
        .repository = first_of(values->node, repository_names),
        .digest = first_of(values->node, digest_names),
        .tag = tag != NULL ? scalar_text(values->collector, tag) : (struct text){0},
    };
    bool has_repository = json_member_text(values->node, "repository").len != 0;
    if (!(values->name == HELM_NAME_IMAGE || has_repository) ||
        json_object_is_type(json_member(values->node, "image"), json_type_string))
        return;
    if (parts.repository.len != 0 && helm_text_is_image(parts.repository) &&
        !placeholder_is_in(parts.repository))
        add_image(values->collector, values->path, parts.repository, values->node);
    else if (parts.tag.len != 0)
        add_parts(values->collector,
                  collector_member_path(values->collector, values->path, TEXT("tag")), &parts, tag);
    else if (parts.digest.len != 0)
        add_parts(values->collector, values->path, &parts, values->node);
}

/* image: name, with the tag beside it. */
static void collect_split_image(const struct values *values, struct text path,
                                struct text repository)
{
    struct json_object *tag = json_member(values->node, "tag");
    struct helm_image parts = {.repository = repository};
    if (tag == NULL || json_member(values->node, "repository") != NULL)
        return;
    parts.tag = scalar_text(values->collector, tag);
    if (parts.tag.len != 0)
        add_parts(values->collector, path, &parts, tag);
}

static void collect_image_text(const struct values *values, struct text path,
                               struct json_object *node)
{
    struct text image = text_trim_blanks(json_text(node));
    if (helm_text_is_image(image))
        add_image(values->collector, path, image, node);
    else if (image.len != 0)
        collect_split_image(values, path, image);
}

/* imageTag: the image is beside it, under the same name without "Tag". */
static void collect_image_tag(const struct values *values, struct text name, struct text path,
                              struct json_object *node)
{
    struct json_object *image = json_member_named(values->node, helm_name_without_tag(name));
    struct helm_image parts = {
        .repository = text_trim_blanks(json_text(image)),
        .tag = scalar_text(values->collector, node),
    };
    if (parts.repository.len == 0)
        parts.repository = first_of(image, repository_names);
    if (parts.tag.len != 0 && !helm_text_is_image(parts.repository))
        add_parts(values->collector, path, &parts, node);
}

/* What stands in a list or a mapping of images is an image by its place. */
static enum helm_name name_of_member(const struct values *owner, struct text name)
{
    enum helm_name own = helm_name_of(name);
    return owner->name == HELM_NAME_IMAGES && own == HELM_NAME_OTHER ? HELM_NAME_IMAGE : own;
}

static void collect_elements(const struct values *list)
{
    size_t length = json_object_array_length(list->node);
    for (size_t i = 0; i < length; i++) {
        struct values element = *list;
        element.node = json_object_array_get_idx(list->node, i);
        element.path = collector_element_path(list->collector, list->path, i);
        element.name = list->name == HELM_NAME_IMAGES ? HELM_NAME_IMAGE : HELM_NAME_OTHER;
        if (!json_object_is_type(element.node, json_type_string))
            collect_node(element);
        else if (element.name == HELM_NAME_IMAGE && helm_text_is_image(json_text(element.node)))
            add_image(list->collector, element.path, json_text(element.node), element.node);
    }
}

static void collect_member(const struct values *owner, struct text name, struct json_object *node)
{
    bool is_tree =
        json_object_is_type(node, json_type_object) || json_object_is_type(node, json_type_array);
    struct values member = *owner;
    member.node = node;
    member.name = name_of_member(owner, name);
    /* Only what may hold an image, or is a part of one, gets its path written out. */
    if (!is_tree && member.name == HELM_NAME_OTHER)
        return;
    member.path = collector_member_path(owner->collector, owner->path, name);
    if (is_tree)
        collect_node(member);
    else if (member.name == HELM_NAME_IMAGE_TAG)
        collect_image_tag(owner, name, member.path, node);
    else if (member.name == HELM_NAME_IMAGE)
        collect_image_text(owner, member.path, node);
}

static void collect_members(const struct values *values)
{
    struct json_object_iterator it = json_object_iter_begin(values->node);
    struct json_object_iterator end = json_object_iter_end(values->node);
    for (; !json_object_iter_equal(&it, &end); json_object_iter_next(&it)) {
        struct text name = text_from_string(json_object_iter_peek_name(&it));
        collect_member(values, name, json_object_iter_peek_value(&it));
    }
}

static void collect_node(struct values values)
{
    if (values.collector->failed)
        return;
    if (++values.depth == MAX_DEPTH) {
        collector_add_problem(values.collector, values.path, values.node, "is nested too deeply");
        return;
    }
    if (json_object_is_type(values.node, json_type_array)) {
        collect_elements(&values);
        return;
    }
    if (!json_object_is_type(values.node, json_type_object))
        return;
    collect_image_object(&values);
    collect_members(&values);
}

void helm_values_collect(struct image_collector *collector, struct text path,
                         struct json_object *node)
{
    struct values values = {.collector = collector, .node = node, .path = path};
    collector_mark_visited(collector, node, true);
    if (json_object_is_type(node, json_type_object))
        collect_node(values);
    else
        collector_add_problem(collector, path, node, "is not an object");
}
