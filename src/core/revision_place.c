#include "revision_place.h"

#include "core/json_node.h"

static const struct text oci_scheme = TEXT_INIT("oci://");
static const struct text sha256_prefix = TEXT_INIT("sha256:");

/* Argo CD's ApplicationSource: a chart if it names one, else an OCI artifact or a Git repository,
 * as its URL says. A prefix of tags makes the revision a range of what follows it. */
static enum revision_sort argo_sort(struct json_object *source, struct text revision)
{
    bool is_oci = text_starts_with(json_member_text(source, "repoURL"), oci_scheme);
    if (json_member_text(source, "chart").len != 0)
        return REVISION_CHART;
    if (is_oci && text_starts_with(revision, sha256_prefix))
        return REVISION_DIGEST;
    if (is_oci)
        return REVISION_TAG;
    return json_member_text(source, "tagPrefix").len != 0 ? REVISION_RANGE : REVISION_GIT;
}

static struct text path_of_field(struct image_collector *collector, struct text path,
                                 const struct revision_field *field)
{
    return field->path.len == 0 ? path : collector_member_path(collector, path, field->path);
}

/* Where a release would be named: a tag by preference. A default holds in place of the first. */
static const struct revision_field *field_for_fix(const struct kind_place *place)
{
    for (size_t i = 0; i < place->field_count; i++) {
        if (place->fields[i].sort == REVISION_TAG && !place->fields[i].is_default)
            return &place->fields[i];
    }
    return &place->fields[0];
}

static enum revision_sort sort_of_field(struct json_object *owner,
                                        const struct revision_field *field, struct text revision)
{
    return field->sort == REVISION_ARGO ? argo_sort(owner, revision) : field->sort;
}

static void add_revision(struct image_collector *collector, struct text path,
                         struct json_object *owner, const struct revision_field *field)
{
    const struct kind_place *place = collector->place;
    const struct revision_field *fix = field_for_fix(place);
    struct json_object *node = field->is_default ? NULL : json_member_at(owner, field->path);
    struct text revision = field->is_default ? field->path : json_text(node);
    struct image_use use = {
        .place = IMAGE_PLACE_IMAGE,
        .revision = sort_of_field(owner, field, revision),
        .is_default = field->is_default,
        .source = json_text(json_member_at(owner, place->source)),
        .fix_path = path_of_field(collector, path, fix),
        .fix_sort = sort_of_field(owner, fix, revision),
        .image = revision,
        .node = field->is_default ? owner : node,
    };
    use.path =
        field->is_default || field == fix ? use.fix_path : path_of_field(collector, path, field);
    if (node != NULL && !json_object_is_type(node, json_type_string))
        collector_add_not_a_string(collector, &use, node);
    else
        collector_add(collector, &use);
}

/* An empty string is as good as none to the controllers, which read it into a Go string. */
static bool is_there(struct json_object *owner, const struct revision_field *field)
{
    struct json_object *node = json_member_at(owner, field->path);
    return field->is_default ||
           (json_object_is_type(node, json_type_string) ? json_text(node).len != 0 : node != NULL);
}

void revision_place_collect(struct image_collector *collector, struct text path,
                            struct json_object *owner)
{
    const struct kind_place *place = collector->place;
    for (size_t i = 0; i < place->field_count; i++) {
        if (is_there(owner, &place->fields[i])) {
            add_revision(collector, path, owner, &place->fields[i]);
            return;
        }
    }
}
