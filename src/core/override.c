#include "override.h"

#include "base/buffer.h"
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
