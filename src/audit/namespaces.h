/* namespaces.h - the environments that the labels of namespaces name. */
#ifndef AUDIT_NAMESPACES_H
#define AUDIT_NAMESPACES_H

#include "base/arena.h"
#include "base/check.h"
#include "document/manifest.h"

struct namespaces {
    struct namespace_entry {
        struct text name;
        struct text label;
    } * items;
    size_t count;
    size_t capacity;
    bool is_sorted;
    struct arena memory;
};

void namespaces_init(struct namespaces *namespaces);
void namespaces_release(struct namespaces *namespaces);

/* Remembers the label if the object is a Namespace that has one; of two with one name the last.
 * False when there is no memory. */
MUST_CHECK bool namespaces_add(struct namespaces *namespaces, const struct manifest *manifest);

/* Empty: it has none. */
struct text namespaces_label(struct namespaces *namespaces, struct text name);

#endif
