#include "yaml_anchors.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ENTRIES = 16 };

static struct yaml_anchor *anchor_of(const struct lh_entry *entry)
{
    return lh_entry_v(entry);
}

static void free_entry(struct lh_entry *entry)
{
    free(lh_entry_k(entry));
    json_object_put(anchor_of(entry)->node.value);
    free(anchor_of(entry));
}

void yaml_anchors_reset(struct yaml_anchors *anchors)
{
    if (anchors->by_name != NULL)
        lh_table_free(anchors->by_name);
    *anchors = (struct yaml_anchors){0};
}

static struct lh_entry *entry_of(const struct yaml_anchors *anchors, const char *name)
{
    return anchors->by_name != NULL ? lh_table_lookup_entry(anchors->by_name, name) : NULL;
}

const struct yaml_anchor *yaml_anchors_find(const struct yaml_anchors *anchors, const char *name)
{
    const struct lh_entry *entry = entry_of(anchors, name);
    return entry != NULL ? anchor_of(entry) : NULL;
}

static struct yaml_anchor *add(struct yaml_anchors *anchors, const char *name)
{
    if (anchors->by_name == NULL)
        anchors->by_name = lh_kchar_table_new(FIRST_ENTRIES, free_entry);
    if (anchors->by_name == NULL)
        return NULL;

    char *key = strdup(name);
    struct yaml_anchor *anchor = calloc(1, sizeof *anchor);
    if (key == NULL || anchor == NULL || lh_table_insert(anchors->by_name, key, anchor) != 0) {
        free(key);
        free(anchor);
        return NULL;
    }
    return anchor;
}

bool yaml_anchors_begin(struct yaml_anchors *anchors, const char *name, size_t *number)
{
    *number = 0;
    if (name == NULL)
        return true;

    struct lh_entry *entry = entry_of(anchors, name);
    struct yaml_anchor *anchor = entry != NULL ? anchor_of(entry) : add(anchors, name);
    if (anchor == NULL)
        return false;
    json_object_put(anchor->node.value);
    *number = ++anchors->last_number;
    *anchor = (struct yaml_anchor){.number = *number};
    return true;
}

void yaml_anchors_end(struct yaml_anchors *anchors, const char *name, size_t number,
                      const struct yaml_node *node)
{
    struct lh_entry *entry = name != NULL ? entry_of(anchors, name) : NULL;
    if (entry == NULL || anchor_of(entry)->number != number)
        return;
    struct yaml_anchor *anchor = anchor_of(entry);
    anchor->is_complete = true;
    anchor->node = *node;
    json_object_get(node->value);
}
