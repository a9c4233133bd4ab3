#include "environments.h"

#include <string.h>

#include "core/json_node.h"

static const struct environment *find(const struct environment *environments, size_t count,
                                      struct text name)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(environments[i].name, name))
            return &environments[i];
    }
    return NULL;
}

void environment_prepare(struct json_object *owner, void *environment)
{
    size_t count;
    const struct environment *built_in = policy_built_in_environments(&count);
    const struct environment *same = find(built_in, count, json_member_text(owner, "name"));
    struct environment *prepared = environment;

    *prepared = same != NULL ? *same : *find(built_in, count, TEXT("production"));
    prepared->name = (struct text){0};
    if (same == NULL)
        prepared->namespaces = (struct text_list){0};
}

void environment_prepare_revision_rules(struct json_object *owner, void *environment)
{
    struct environment *prepared = environment;
    (void)owner;
    memcpy(prepared->revision_rules, prepared->image_rules, sizeof prepared->revision_rules);
}

/* What was not given in the file still is the built-in array itself. */
static bool has_inherited_namespaces(const struct environment *environment)
{
    size_t count;
    const struct environment *built_in = policy_built_in_environments(&count);
    const struct environment *same = find(built_in, count, environment->name);
    return same != NULL && same->namespaces.items == environment->namespaces.items;
}

/* By the file, to any environment. */
static bool is_given_away(const struct item_list *environments, struct text glob)
{
    const struct environment *all = environments->items;
    for (size_t i = 0; i < environments->count; i++) {
        if (!has_inherited_namespaces(&all[i]) && text_list_holds(&all[i].namespaces, glob))
            return true;
    }
    return false;
}

/* Leaves what nobody asked for by name. */
static bool keep_unclaimed(const struct item_list *environments, struct text_list *globs,
                           struct arena *memory)
{
    size_t count = 0;
    struct text *kept = arena_take(memory, globs->count, sizeof *kept);
    if (kept == NULL)
        return false;
    for (size_t i = 0; i < globs->count; i++) {
        if (!is_given_away(environments, globs->items[i]))
            kept[count++] = globs->items[i];
    }
    *globs = (struct text_list){kept, count};
    return true;
}

static bool yield_globs(struct item_list *environments, struct arena *memory)
{
    struct environment *all = environments->items;
    for (size_t i = 0; i < environments->count; i++) {
        if (has_inherited_namespaces(&all[i]) &&
            !keep_unclaimed(environments, &all[i].namespaces, memory))
            return false;
    }
    return true;
}

bool environments_complete(struct settings *settings, struct arena *memory)
{
    size_t built_in_count;
    const struct environment *built_in = policy_built_in_environments(&built_in_count);
    struct item_list *list = &settings->environments;
    struct environment *all = arena_take(memory, list->count + built_in_count, sizeof *all);
    if (all == NULL)
        return false;

    if (list->count != 0)
        memcpy(all, list->items, list->count * sizeof *all);
    size_t file_count = list->count;
    for (size_t i = 0; i < built_in_count; i++) {
        if (find(all, file_count, built_in[i].name) == NULL)
            all[list->count++] = built_in[i];
    }
    list->items = all;
    return yield_globs(list, memory);
}
