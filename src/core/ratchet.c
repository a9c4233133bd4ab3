#include "ratchet.h"

#include <stdlib.h>

#include "core/json_node.h"

bool ratchet_init(struct ratchet *ratchet, struct json_object *old_object, const struct kind *kind,
                  embedded_read *read_yaml, struct arena *arena)
{
    *ratchet = (struct ratchet){.arena = arena};
    if (old_object == NULL)
        return true;
    return workload_images(old_object, kind, read_yaml, arena, &ratchet->before);
}

/* Of what nothing can be said, the text itself is to be as before. */
static struct text text_of(const struct image_use *use)
{
    return use->is_opaque ? json_text(use->node) : use->image;
}

/* The order is any that puts equal uses side by side. */
static int compare_uses(const struct image_use *a, const struct image_use *b)
{
    if (a->list != b->list)
        return a->list < b->list ? -1 : 1;
    if (a->revision != b->revision)
        return a->revision < b->revision ? -1 : 1;
    int by_path = text_compare(a->path, b->path);
    if (by_path != 0)
        return by_path;
    int by_name = text_compare(a->name, b->name);
    if (by_name != 0)
        return by_name;
    int by_source = text_compare(a->source, b->source);
    if (by_source != 0)
        return by_source;
    return text_compare(text_of(a), text_of(b));
}

static int compare_pointers(const void *a, const void *b)
{
    return compare_uses(*(const struct image_use *const *)a, *(const struct image_use *const *)b);
}

static bool is_same(const struct image_use *before, const struct image_use *now)
{
    return before->problem == NULL && compare_uses(before, now) == 0;
}

static bool sort_before(struct ratchet *ratchet)
{
    size_t count = ratchet->before.count;
    ratchet->sorted = arena_take(ratchet->arena, count, sizeof *ratchet->sorted);
    if (ratchet->sorted == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        ratchet->sorted[i] = &ratchet->before.items[i];
    qsort(ratchet->sorted, count, sizeof *ratchet->sorted, compare_pointers);
    return true;
}

bool ratchet_holds(struct ratchet *ratchet, const struct image_use *use, size_t position)
{
    size_t count = ratchet->before.count;
    if (count == 0)
        return false;
    if (position < count && is_same(&ratchet->before.items[position], use))
        return true;
    if (ratchet->sorted == NULL && !sort_before(ratchet))
        return false;
    const struct image_use *const *found =
        bsearch(&use, ratchet->sorted, count, sizeof *ratchet->sorted, compare_pointers);
    return found != NULL && is_same(*found, use);
}
