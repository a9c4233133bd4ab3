#include "owners.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "core/json_node.h"

enum { FIRST_CAPACITY = 64, FIRST_IMAGES = 2, MAX_GENERATIONS = 8 };

/* 0 for the empty text. UIDs are random, and whoever can choose them can write to the API server.
 */
static uint64_t hash_of_uid(struct text uid)
{
    return uid.len != 0 ? hash_field(hash_basis, uid) | 1 : 0;
}

static uint64_t hash_of_image(const struct image_use *use)
{
    return hash_field(hash_field(hash_basis, use->name), use->image);
}

void owners_init(struct owners *owners)
{
    *owners = (struct owners){0};
    arena_init(&owners->memory, SIZE_MAX);
}

void owners_release(struct owners *owners)
{
    for (size_t i = 0; i < owners->count; i++)
        free(owners->items[i].images);
    free(owners->items);
    free(owners->slots);
    arena_release(&owners->memory);
    owners_init(owners);
}

/* ---- The table. */

static size_t *find_slot(const struct owners *owners, uint64_t uid)
{
    size_t at = (size_t)(uid % owners->slot_count);
    while (owners->slots[at] != 0 && owners->items[owners->slots[at] - 1].uid != uid)
        at = (at + 1) % owners->slot_count;
    return &owners->slots[at];
}

static struct owner *find(const struct owners *owners, uint64_t uid)
{
    if (uid == 0 || owners->slot_count == 0)
        return NULL;
    size_t slot = *find_slot(owners, uid);
    return slot != 0 ? &owners->items[slot - 1] : NULL;
}

static bool grow(struct owners *owners)
{
    size_t capacity = owners->capacity != 0 ? owners->capacity * 2 : FIRST_CAPACITY;
    struct owner *items = reallocarray(owners->items, capacity, sizeof *items);
    if (items == NULL)
        return false;
    owners->items = items;
    size_t slot_count = capacity * 2 + 1;
    size_t *slots = calloc(slot_count, sizeof *slots);
    if (slots == NULL)
        return false;
    free(owners->slots);
    owners->slots = slots;
    owners->slot_count = slot_count;
    owners->capacity = capacity;
    for (size_t i = 0; i < owners->count; i++)
        *find_slot(owners, items[i].uid) = i + 1;
    return true;
}

/* ---- Images. */

bool owner_names_image(const struct owner *owner, const struct image_use *use)
{
    uint64_t hash = hash_of_image(use);
    for (size_t i = 0; i < owner->image_count; i++) {
        if (owner->images[i] == hash)
            return true;
    }
    return false;
}

bool owner_mark_image(struct owner *owner, const struct image_use *use)
{
    if (owner_names_image(owner, use))
        return true;
    if (owner->image_count == owner->image_capacity) {
        size_t capacity = owner->image_capacity != 0 ? owner->image_capacity * 2 : FIRST_IMAGES;
        uint64_t *images = reallocarray(owner->images, capacity, sizeof *images);
        if (images == NULL)
            return false;
        owner->images = images;
        owner->image_capacity = capacity;
    }
    owner->images[owner->image_count++] = hash_of_image(use);
    return true;
}

/* ---- Owners. */

static struct json_object *metadata_of(const struct manifest *manifest)
{
    return json_member(manifest->object, "metadata");
}

/* The UID of the owner that controls the object, else of the first one; 0: there is none. */
static uint64_t owner_uid(const struct manifest *manifest)
{
    struct json_object *list = json_member(metadata_of(manifest), "ownerReferences");
    uint64_t first = 0;
    if (!json_object_is_type(list, json_type_array))
        return 0;
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *reference = json_object_array_get_idx(list, i);
        uint64_t uid = hash_of_uid(json_member_text(reference, "uid"));
        if (json_object_get_boolean(json_member(reference, "controller")))
            return uid;
        first = first != 0 ? first : uid;
    }
    return first;
}

static bool add_images(struct owner *owner, const struct verdict *verdict)
{
    for (size_t i = 0; i < verdict->image_count; i++) {
        if (verdict->images[i].use.problem == NULL &&
            !owner_mark_image(owner, &verdict->images[i].use))
            return false;
    }
    return true;
}

bool owners_add(struct owners *owners, const struct manifest *manifest,
                const struct verdict *verdict)
{
    uint64_t uid = hash_of_uid(json_member_text(metadata_of(manifest), "uid"));
    if (uid == 0 || verdict->image_count == 0 || find(owners, uid) != NULL)
        return true;
    if (owners->count == owners->capacity && !grow(owners))
        return false;
    struct owner owner = {.uid = uid, .parents_uid = owner_uid(manifest)};
    if (!arena_copy_text(&owners->memory, manifest->namespace, &owner.namespace) ||
        !arena_copy_text(&owners->memory, manifest->kind, &owner.kind) ||
        !arena_copy_text(&owners->memory, manifest->name, &owner.name))
        return false;
    *find_slot(owners, uid) = owners->count + 1;
    owners->items[owners->count++] = owner;
    return add_images(&owners->items[owners->count - 1], verdict);
}

struct owner *owners_find_root(const struct owners *owners, const struct manifest *manifest)
{
    struct owner *root = NULL;
    uint64_t uid = owner_uid(manifest);
    for (unsigned generation = 0; generation < MAX_GENERATIONS; generation++) {
        struct owner *owner = find(owners, uid);
        if (owner == NULL ||
            (owner->namespace.len != 0 && !text_equal(owner->namespace, manifest->namespace)))
            break;
        root = owner;
        uid = owner->parents_uid;
    }
    return root;
}
