#include "core/wanted.h"

#include <string.h>

#include "core/gate.h"
#include "core/workload.h"

const struct wanted wanted_whole = {.others = &wanted_whole};

/* Of its metadata a search reads no more than the gate does. */
static const struct wanted_member break_glass[] = {
    {.name = TEXT_INIT(BREAK_GLASS_ANNOTATION), .value = &wanted_whole},
};
static const struct wanted annotations = {break_glass, ARRAY_LEN(break_glass), NULL};
static const struct wanted_member metadata_members[] = {
    {.name = TEXT_INIT("name"), .value = &wanted_whole},
    {.name = TEXT_INIT("generateName"), .value = &wanted_whole},
    {.name = TEXT_INIT("namespace"), .value = &wanted_whole},
    {.name = TEXT_INIT("deletionTimestamp"), .value = &wanted_whole},
    {.name = TEXT_INIT("annotations"), .value = &annotations},
};
static const struct wanted metadata = {metadata_members, ARRAY_LEN(metadata_members), NULL};

static const struct wanted_member object_members[] = {
    {.name = TEXT_INIT("metadata"), .value = &metadata},
    {.name = TEXT_INIT("kind"), .value = &wanted_whole},
    {.name = TEXT_INIT("apiVersion"), .value = &wanted_whole},
    {.name = TEXT_INIT("status")}, /* the last one: only a search meets it */
};

const struct wanted wanted_search = {object_members, ARRAY_LEN(object_members), &wanted_whole};

/* A node may be changed while it is made: it is in the arena, unless its name is one of
 * object_members. */
static struct wanted *value_of(const struct wanted_member *member)
{
    return (struct wanted *)member->value;
}

static bool make_member(struct arena *arena, struct text name, struct wanted_member *member)
{
    char *copy = arena_take(arena, name.len + 1, 1);
    *member = (struct wanted_member){
        .name = {copy, name.len},
        .value = arena_take(arena, 1, sizeof(struct wanted)),
    };
    if (copy == NULL || member->value == NULL)
        return false;
    memcpy(copy, name.ptr, name.len);
    return true;
}

/* Kinds have few members on their paths: the list is copied for each one more. */
static struct wanted *member_of(struct arena *arena, struct wanted *node, struct text name)
{
    for (size_t i = 0; i < node->count; i++) {
        if (text_equal(node->members[i].name, name))
            return value_of(&node->members[i]);
    }
    struct wanted_member *members = arena_take(arena, node->count + 1, sizeof *members);
    if (members == NULL || !make_member(arena, name, &members[node->count]))
        return NULL;
    if (node->count != 0)
        memcpy(members, node->members, node->count * sizeof *members);
    node->members = members;
    node->count++;
    return value_of(&members[node->count - 1]);
}

static bool want_whole(struct wanted *node)
{
    if (node == NULL)
        return false;
    *node = wanted_whole;
    return true;
}

/* The node that `path` leads to, or one on the way to it that is wanted as a whole. */
static struct wanted *follow(struct arena *arena, struct wanted *node, struct text path)
{
    while (node != NULL && path.len != 0 && node->others == NULL) {
        struct text segment = text_cut(&path, '.');
        segment.len = text_find(segment, '[');
        if (text_equal(segment, TEXT("*")))
            want_whole(node);
        else
            node = member_of(arena, node, segment);
    }
    return node;
}

static bool want_pod_spec(struct arena *arena, struct wanted *pod_spec)
{
    for (unsigned i = IMAGE_LIST_CONTAINERS; i <= IMAGE_LIST_VOLUMES; i++) {
        struct text field = text_from_string(image_list_field((enum image_list)i));
        struct text image = text_from_string(image_list_image((enum image_list)i));
        struct wanted *element = follow(arena, pod_spec, field);
        if (element == NULL || !want_whole(follow(arena, element, TEXT("name"))) ||
            !want_whole(follow(arena, element, image)))
            return false;
    }
    return true;
}

/* Of what the table knows no parts of, all is wanted. */
static bool want_place(struct arena *arena, struct wanted *root, const struct kind_place *place)
{
    struct wanted *node = follow(arena, root, place->path);
    if (node != NULL && place->sort == PLACE_POD_SPEC)
        return want_pod_spec(arena, node);
    return want_whole(node);
}

/* A path into what every object has, or kustomize's to the object itself, which no API server sees:
 * not worth the distinction. */
static bool starts_apart(struct text path)
{
    struct text first = text_cut(&path, '.');
    for (size_t i = 0; i < ARRAY_LEN(object_members); i++) {
        if (text_starts_with(first, object_members[i].name))
            return true;
    }
    return first.len == 0;
}

static bool is_simple(const struct kind *kind)
{
    for (size_t i = 0; i < kind->place_count; i++) {
        if (starts_apart(kind->places[i].path))
            return false;
    }
    return true;
}

const struct wanted *wanted_of_kind(const struct kind *kind, struct arena *arena)
{
    if (!is_simple(kind))
        return &wanted_whole;
    if (kind->is_searched)
        return &wanted_search;
    struct wanted *root = arena_take(arena, 1, sizeof *root);
    if (root == NULL)
        return NULL;
    *root = (struct wanted){object_members, ARRAY_LEN(object_members) - 1, NULL};
    if (kind->destination.len != 0 && !want_whole(follow(arena, root, kind->destination)))
        return NULL;
    for (size_t i = 0; i < kind->place_count; i++) {
        if (!want_place(arena, root, &kind->places[i]))
            return NULL;
    }
    return root;
}
