#include "override.h"

#include "base/buffer.h"
#include "core/image_ref.h"
#include "core/json_node.h"

/* The image as kustomize would write it: newTag and digest replace what stood there, newName the
 * name. Without either the tag is decided elsewhere. */
static bool put_override(struct buffer *image, struct json_object *override)
{
    struct text name = json_member_text(override, "newName");
    struct text tag = json_member_text(override, "newTag");
    struct text digest = json_member_text(override, "digest");
    buffer_put(image, name.len != 0 ? name : json_member_text(override, "name"));
    if (tag.len != 0)
        buffer_printf(image, ":%.*s", TEXT_ARGS(tag));
    if (digest.len != 0)
        buffer_printf(image, "@%.*s", TEXT_ARGS(digest));
    return tag.len != 0 || digest.len != 0;
}

void override_collect(struct image_collector *collector, struct image_use *use,
                      struct json_object *override)
{
    struct json_object *tag = json_member(override, "newTag");
    if (tag != NULL && !json_object_is_type(tag, json_type_string)) {
        collector_add_not_a_string(collector, use, tag);
        return;
    }
    struct buffer image = {0};
    bool names_version = put_override(&image, override);
    if (image.failed || !arena_copy_text(collector->arena, buffer_text(&image), &use->image))
        collector->failed = true;
    buffer_release(&image);
    use->node = tag != NULL ? tag : json_member(override, "digest");
    if (names_version)
        collector_add(collector, use);
}

/* Neither tag nor digest: the image is renamed, and its tag is decided elsewhere. */
static bool names_no_version(struct text image)
{
    struct image_ref ref;
    return image_ref_parse(image, &ref) == IMAGE_REF_VALID && (ref.tag.len | ref.digest.len) == 0;
}

void override_text_collect(struct image_collector *collector, struct text path,
                           struct json_object *node)
{
    struct image_use use = {.path = path, .place = IMAGE_PLACE_IMAGE, .node = node};
    if (!json_object_is_type(node, json_type_string)) {
        collector_add_not_a_string(collector, &use, node);
        return;
    }
    struct text text = json_text(node);
    size_t equals = text_find(text, '=');
    use.image = equals == text.len ? text : text_slice(text, equals + 1, text.len);
    if (!names_no_version(use.image))
        collector_add(collector, &use);
}
