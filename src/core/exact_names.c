#include "exact_names.h"

#include "base/ascii.h"
#include "core/json_node.h"

/* U+017F, to which Go's case folding makes an "s" equal; no name here has a "k", the other one. */
static const struct text long_s = TEXT_INIT("\xc5\xbf");

static const struct text way[] = {TEXT_INIT("spec"), TEXT_INIT("template"), TEXT_INIT("spec")};

static const struct text lists[] = {TEXT_INIT("containers"), TEXT_INIT("initContainers"),
                                    TEXT_INIT("ephemeralContainers"), TEXT_INIT("volumes")};

static const struct text image = TEXT_INIT("image");
static const struct text reference = TEXT_INIT("reference");

/* As Go's encoding/json finds the field of a name. */
static bool is_in_other_letters(struct text written, struct text name)
{
    if (text_equal(written, name))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char wanted = ascii_to_lower(name.ptr[i]);
        if (wanted == 's' && text_starts_with(written, long_s)) {
            written = text_slice(written, long_s.len, written.len);
            continue;
        }
        if (written.len == 0 || ascii_to_lower(written.ptr[0]) != wanted)
            return false;
        written = text_slice(written, 1, written.len);
    }
    return written.len == 0;
}

static void check_name(struct image_collector *collector, struct text path, struct text written,
                       struct json_object *value, const struct text *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_in_other_letters(written, names[i]))
            collector_add_problem(collector, collector_member_path(collector, path, written), value,
                                  "is a name in other letters");
    }
}

static void check_names(struct image_collector *collector, struct text path,
                        struct json_object *object, const struct text *names, size_t count)
{
    if (!json_object_is_type(object, json_type_object))
        return;
    struct json_object_iterator it = json_object_iter_begin(object);
    struct json_object_iterator end = json_object_iter_end(object);
    for (; !json_object_iter_equal(&it, &end); json_object_iter_next(&it))
        check_name(collector, path, text_from_string(json_object_iter_peek_name(&it)),
                   json_object_iter_peek_value(&it), names, count);
}

static void check_elements(struct image_collector *collector, struct text path,
                           struct json_object *list)
{
    if (!json_object_is_type(list, json_type_array))
        return;
    size_t length = json_object_array_length(list);
    for (size_t i = 0; i < length && !collector->failed; i++) {
        struct json_object *element = json_object_array_get_idx(list, i);
        struct text at = collector_element_path(collector, path, i);
        check_names(collector, at, element, &image, 1);
        check_names(collector, collector_member_path(collector, at, image),
                    json_member_named(element, image), &reference, 1);
    }
}

void exact_names_collect(struct image_collector *collector, struct text path,
                         struct json_object *node)
{
    for (size_t i = 0; i < ARRAY_LEN(way) && node != NULL; i++) {
        check_names(collector, path, node, &way[i], 1);
        path = collector_member_path(collector, path, way[i]);
        node = json_member_named(node, way[i]);
    }
    check_names(collector, path, node, lists, ARRAY_LEN(lists));
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        check_elements(collector, collector_member_path(collector, path, lists[i]),
                       json_member_named(node, lists[i]));
}
