#include "embedded_text.h"

#include "core/json_node.h"
#include "helm_values.h"
#include "json_patch.h"
#include "kind_path.h"
#include "placeholder.h"
#include "search.h"

static void add_opaque(struct image_collector *collector, struct text path,
                       struct json_object *node)
{
    struct image_use use = {
        .path = path, .node = node, .place = IMAGE_PLACE_IMAGE, .is_opaque = true};
    collector_add(collector, &use);
}

/* True with the tree; false if it is said already why there is none. */
static bool read_text(struct image_collector *collector, struct text path, struct json_object *node,
                      struct json_object **root)
{
    struct image_use use = {.path = path, .place = IMAGE_PLACE_IMAGE};
    struct error error = {0};
    if (!json_object_is_type(node, json_type_string)) {
        collector_add_not_a_string(collector, &use, node);
        return false;
    }
    if (collector->read_yaml == NULL) {
        opaque_text_collect(collector, path, node);
        return false;
    }
    if (collector->read_yaml(json_text(node), root, &error))
        return true;
    if (error.kind == ERROR_MEMORY)
        collector->failed = true;
    else if (placeholder_is_in(json_text(node)))
        add_opaque(collector, path, node);
    else
        collector_add_problem(collector, path, node, "is not YAML");
    return false;
}

static void collect_embedded(struct image_collector *collector, struct text path,
                             struct json_object *node, kind_path_visit *visit)
{
    struct json_object *root = NULL;
    if (!read_text(collector, path, node, &root))
        return;
    collector->embedding = node;
    if (root != NULL)
        visit(collector, path, root);
    collector->embedding = NULL;
    json_object_put(root);
}

void embedded_values_collect(struct image_collector *collector, struct text path,
                             struct json_object *node)
{
    collect_embedded(collector, path, node, helm_values_collect);
}

static void manifest_collect(struct image_collector *collector, struct text path,
                             struct json_object *root)
{
    json_patch_collect(collector, path, root);
    search_pod_specs(collector, path, root);
}

void embedded_manifest_collect(struct image_collector *collector, struct text path,
                               struct json_object *node)
{
    collect_embedded(collector, path, node, manifest_collect);
}

void opaque_text_collect(struct image_collector *collector, struct text path,
                         struct json_object *node)
{
    if (!json_object_is_type(node, json_type_string) || json_text(node).len != 0)
        add_opaque(collector, path, node);
}
