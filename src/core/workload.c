#include "core/workload.h"

#include "core/json_node.h"
#include "embedded_text.h"
#include "exact_names.h"
#include "helm_values.h"
#include "kind_path.h"
#include "override.h"
#include "placeholder.h"
#include "pod_spec.h"
#include "revision_place.h"
#include "search.h"

static kind_path_visit *const visits[] = {
    [PLACE_POD_SPEC] = pod_spec_collect,
    [PLACE_IMAGE] = collector_add_field,
    [PLACE_REVISION] = revision_place_collect,
    [PLACE_OVERRIDES] = overrides_collect,
    [PLACE_OVERRIDE_TEXTS] = override_text_collect,
    [PLACE_VALUES] = helm_values_collect,
    [PLACE_VALUES_TEXT] = embedded_values_collect,
    [PLACE_PARAMETERS] = helm_parameters_collect,
    [PLACE_MANIFEST_TEXT] = embedded_manifest_collect,
    [PLACE_OPAQUE] = opaque_text_collect,
    [PLACE_EXACT_NAMES] = exact_names_collect,
};
_Static_assert(ARRAY_LEN(visits) == PLACE_SORT_COUNT, "every sort of place is visited");

static void collect_places(struct image_collector *collector, struct json_object *object,
                           const struct kind *kind)
{
    collector->requires_image = kind->requires_image;
    for (size_t i = 0; i < kind->place_count; i++) {
        collector->place = &kind->places[i];
        kind_path_follow(collector, object, kind->places[i].path, visits[kind->places[i].sort]);
    }
    collector->place = NULL;
}

/* One that is still to be filled in: its written part decides until then. */
static void collect_destination(struct image_collector *collector, struct json_object *object,
                                const struct kind *kind)
{
    struct json_object *node = json_member_at(object, kind->destination);
    if (kind->destination.len != 0 && kind->has_placeholders && placeholder_is_in(json_text(node)))
        opaque_text_collect(collector, kind->destination, node);
}

bool workload_images(struct json_object *object, const struct kind *kind, embedded_read *read_yaml,
                     struct arena *arena, struct image_uses *uses)
{
    struct image_collector collector = {.arena = arena, .read_yaml = read_yaml};
    if (kind != NULL) {
        collect_destination(&collector, object, kind);
        collect_places(&collector, object, kind);
    }
    if (kind == NULL || kind->is_searched)
        search_pod_specs(&collector, (struct text){0}, object);
    *uses = (struct image_uses){.items = collector.items, .count = collector.count};
    return !collector.failed;
}
