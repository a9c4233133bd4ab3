#include "report/inventory.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/hash.h"

enum { FIRST_ROWS = 4, SLOTS_PER_ROW = 2 };

const char *standing_name(enum standing standing)
{
    static const char *const names[] = {
        [STANDING_DENIED] = "denied",
        [STANDING_WARNED] = "warned",
        [STANDING_NOTED] = "noted",
        [STANDING_ADMITTED] = "admitted",
    };
    _Static_assert(ARRAY_LEN(names) == STANDING_COUNT, "every standing has its name");
    return names[standing];
}

void inventory_init(struct inventory *inventory)
{
    *inventory = (struct inventory){0};
    arena_init(&inventory->memory, SIZE_MAX);
}

void inventory_release(struct inventory *inventory)
{
    free(inventory->rows);
    free(inventory->slots);
    arena_release(&inventory->memory);
    inventory_init(inventory);
}

bool inventory_name_environments(struct inventory *inventory, const struct policy *policy)
{
    struct text *names = arena_take(&inventory->memory, policy->environment_count, sizeof *names);
    bool done = names != NULL;
    for (size_t i = 0; done && i < policy->environment_count; i++)
        done = arena_copy_text(&inventory->memory, policy->environments[i].name, &names[i]);
    if (done)
        inventory->environments = (struct text_list){names, policy->environment_count};
    return done;
}

/* ---- Finding a row. */

static uint64_t hash_of(const struct inventory_row *row)
{
    uint64_t hash = hash_field(hash_basis, row->environment);
    hash = hash_field(hash, row->application);
    return hash_field(hash, row->version);
}

static bool is_same(const struct inventory_row *a, const struct inventory_row *b)
{
    return a->class == b->class && text_equal(a->version, b->version) &&
           text_equal(a->application, b->application) && text_equal(a->environment, b->environment);
}

/* The slot of the row, or the free one where it belongs. */
static size_t *find_slot(const struct inventory *inventory, const struct inventory_row *row)
{
    size_t at = (size_t)(hash_of(row) % inventory->slot_count);
    while (inventory->slots[at] != 0 && !is_same(&inventory->rows[inventory->slots[at] - 1], row))
        at = (at + 1) % inventory->slot_count;
    return &inventory->slots[at];
}

static bool grow(struct inventory *inventory)
{
    size_t capacity = inventory->row_capacity != 0 ? inventory->row_capacity * 2 : FIRST_ROWS;
    struct inventory_row *rows = reallocarray(inventory->rows, capacity, sizeof *rows);
    if (rows == NULL)
        return false;
    inventory->rows = rows;
    size_t slot_count = capacity * SLOTS_PER_ROW + 1;
    size_t *slots = calloc(slot_count, sizeof *slots);
    if (slots == NULL)
        return false;
    free(inventory->slots);
    inventory->slots = slots;
    inventory->slot_count = slot_count;
    inventory->row_capacity = capacity;
    for (size_t i = 0; i < inventory->row_count; i++)
        *find_slot(inventory, &rows[i]) = i + 1;
    return true;
}

/* A new row with copies of the texts of `key`, or NULL when there is no memory. */
static struct inventory_row *add_row(struct inventory *inventory, const struct inventory_row *key)
{
    if (inventory->row_count == inventory->row_capacity && !grow(inventory))
        return NULL;
    struct inventory_row row = {.class = key->class};
    struct arena *memory = &inventory->memory;
    if (!arena_copy_text(memory, key->environment, &row.environment) ||
        !arena_copy_text(memory, key->application, &row.application) ||
        !arena_copy_text(memory, key->version, &row.version))
        return NULL;
    *find_slot(inventory, &row) = inventory->row_count + 1;
    inventory->rows[inventory->row_count] = row;
    return &inventory->rows[inventory->row_count++];
}

/* False when there is no memory. `*row` is NULL if there are as many rows as may be. */
static bool find_row(struct inventory *inventory, const struct inventory_row *key,
                     struct inventory_row **row)
{
    size_t found = inventory->slot_count != 0 ? *find_slot(inventory, key) : 0;
    *row = found != 0 ? &inventory->rows[found - 1] : NULL;
    if (found != 0 || inventory->row_count == INVENTORY_MAX_ROWS)
        return true;
    *row = add_row(inventory, key);
    return *row != NULL;
}

/* ---- Adding. */

static bool add_place(struct inventory *inventory, struct inventory_row *row,
                      const struct inventory_place *place)
{
    if (row->place_count == INVENTORY_MAX_PLACES)
        return true;
    struct arena *memory = &inventory->memory;
    struct inventory_place *copy = arena_take(memory, 1, sizeof *copy);
    if (copy == NULL || !arena_copy_text(memory, place->kind, &copy->kind) ||
        !arena_copy_text(memory, place->namespace, &copy->namespace) ||
        !arena_copy_text(memory, place->name, &copy->name) ||
        !arena_copy_text(memory, place->container, &copy->container))
        return false;
    copy->standing = place->standing;
    if (row->last_place != NULL)
        row->last_place->next = copy;
    else
        row->places = copy;
    row->last_place = copy;
    row->place_count++;
    return true;
}

static enum standing standing_of(const struct judged_image *image)
{
    static const enum standing standings[] = {
        [OUTCOME_DENY] = STANDING_DENIED,
        [OUTCOME_WARN] = STANDING_WARNED,
        [OUTCOME_NOTE] = STANDING_NOTED,
    };
    return image->finding != NULL ? standings[image->finding->outcome] : STANDING_ADMITTED;
}

static struct inventory_row key_of(const struct judged_image *image, const struct verdict *verdict)
{
    const struct image_ref *ref = &image->ref;
    struct text latest = image->class == TAG_LATEST ? TEXT("latest") : (struct text){0};
    struct text version = image->class == TAG_DIGEST ? ref->digest : ref->tag;
    return (struct inventory_row){
        .environment = verdict->environment->name,
        .application = ref->name.len != 0 ? ref->name : text_trim_blanks(image->use.image),
        .version = version.len != 0 ? version : latest,
        .class = image->class,
    };
}

/* What kustomize replaces does not run, nor does a revision; what could not be read has no name. */
static bool is_counted(const struct judged_image *image)
{
    const struct image_use *use = &image->use;
    return use->problem == NULL && use->list != IMAGE_LIST_OVERRIDES &&
           use->revision == REVISION_NONE && !use->is_opaque;
}

static void count(struct inventory *inventory, struct inventory_row *row, enum standing standing)
{
    row->container_count++;
    row->standings[standing]++;
    row->object_count += row->last_object != inventory->objects_seen ? 1 : 0;
    row->last_object = inventory->objects_seen;
}

static bool add_image(struct inventory *inventory, const struct subject *subject,
                      const struct verdict *verdict, const struct judged_image *image)
{
    struct inventory_row key = key_of(image, verdict);
    struct inventory_place place = {
        .kind = subject->kind,
        .namespace = subject->scope.namespace,
        .name = subject->name,
        .container = image->use.name,
        .standing = standing_of(image),
    };
    struct inventory_row *row;
    if (!is_counted(image))
        return true;
    if (!find_row(inventory, &key, &row))
        return false;
    if (row == NULL) {
        inventory->dropped_containers++;
        return true;
    }
    count(inventory, row, place.standing);
    return add_place(inventory, row, &place);
}

bool inventory_add(struct inventory *inventory, const struct subject *subject,
                   const struct verdict *verdict)
{
    const struct kind *kind = kind_find_built_in(subject->group, subject->kind);
    inventory->objects_seen++;
    /* What decides about other objects runs nothing itself. */
    if (kind != NULL && kind->is_gitops)
        return true;
    for (size_t i = 0; i < verdict->image_count; i++) {
        if (!add_image(inventory, subject, verdict, &verdict->images[i]))
            return false;
    }
    return true;
}

static bool append_row(struct inventory *inventory, const struct inventory_row *from)
{
    struct inventory_row *row;
    if (!find_row(inventory, from, &row))
        return false;
    if (row == NULL) {
        inventory->dropped_containers += from->container_count;
        return true;
    }
    row->container_count += from->container_count;
    row->object_count += from->object_count;
    for (size_t i = 0; i < STANDING_COUNT; i++)
        row->standings[i] += from->standings[i];
    for (const struct inventory_place *place = from->places; place != NULL; place = place->next) {
        if (!add_place(inventory, row, place))
            return false;
    }
    return true;
}

bool inventory_append(struct inventory *inventory, const struct inventory *from)
{
    inventory->dropped_containers += from->dropped_containers;
    for (size_t i = 0; i < from->row_count; i++) {
        if (!append_row(inventory, &from->rows[i]))
            return false;
    }
    return true;
}
