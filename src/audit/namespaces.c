#include "namespaces.h"

#include <stdint.h>
#include <stdlib.h>

#include "core/namespace_guard.h"

enum { FIRST_CAPACITY = 64 };

void namespaces_init(struct namespaces *namespaces)
{
    *namespaces = (struct namespaces){0};
    arena_init(&namespaces->memory, SIZE_MAX);
}

void namespaces_release(struct namespaces *namespaces)
{
    free(namespaces->items);
    arena_release(&namespaces->memory);
    namespaces_init(namespaces);
}

static bool grow(struct namespaces *namespaces)
{
    size_t capacity = namespaces->capacity != 0 ? namespaces->capacity * 2 : FIRST_CAPACITY;
    struct namespace_entry *items = reallocarray(namespaces->items, capacity, sizeof *items);
    if (items == NULL)
        return false;
    namespaces->items = items;
    namespaces->capacity = capacity;
    return true;
}

bool namespaces_add(struct namespaces *namespaces, const struct manifest *manifest)
{
    if (manifest->group.len != 0 || !text_equal(manifest->kind, TEXT("Namespace")))
        return true;
    struct text label = namespace_environment_label(manifest->object);
    if (label.len == 0)
        return true;
    if (namespaces->count == namespaces->capacity && !grow(namespaces))
        return false;
    struct namespace_entry *entry = &namespaces->items[namespaces->count];
    if (!arena_copy_text(&namespaces->memory, manifest->name, &entry->name) ||
        !arena_copy_text(&namespaces->memory, label, &entry->label))
        return false;
    namespaces->count++;
    namespaces->is_sorted = false;
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct namespace_entry *x = a;
    const struct namespace_entry *y = b;
    return text_compare(x->name, y->name);
}

struct text namespaces_label(struct namespaces *namespaces, struct text name)
{
    struct namespace_entry key = {.name = name};
    if (namespaces->count == 0)
        return (struct text){0};
    if (!namespaces->is_sorted)
        qsort(namespaces->items, namespaces->count, sizeof key, compare);
    namespaces->is_sorted = true;
    const struct namespace_entry *found =
        bsearch(&key, namespaces->items, namespaces->count, sizeof key, compare);
    return found != NULL ? found->label : (struct text){0};
}
