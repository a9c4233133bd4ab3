/* owners.h - which workload an object belongs to, by metadata.ownerReferences. */
#ifndef AUDIT_OWNERS_H
#define AUDIT_OWNERS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/check.h"
#include "core/verdict.h"
#include "document/manifest.h"

/* A workload, or what it made that makes pods. Texts are copies. */
struct owner {
    uint64_t uid;
    uint64_t parents_uid; /* 0: nothing owns it */
    struct text namespace;
    struct text kind;
    struct text name;
    uint64_t *images; /* hashes of container and image, of the template and of what was reported */
    size_t image_count;
    size_t image_capacity;
};

struct owners {
    struct owner *items;
    size_t count;
    size_t capacity;
    size_t *slots; /* hash table: an index and 1; 0: free */
    size_t slot_count;
    struct arena memory;
};

void owners_init(struct owners *owners);
void owners_release(struct owners *owners);

/* Remembers the object and the images of its template. False when there is no memory. */
MUST_CHECK bool owners_add(struct owners *owners, const struct manifest *manifest,
                           const struct verdict *verdict);

/* The outermost owner that is known and stands in the same namespace, or in none; NULL: the object
 * is nobody's. Anyone can write an owner reference, so it must excuse nothing that the owner itself
 * was not judged for. */
struct owner *owners_find_root(const struct owners *owners, const struct manifest *manifest);

/* Whether the owner's template names this image in a container of this name, or it was marked. */
bool owner_names_image(const struct owner *owner, const struct image_use *use);

/* False when there is no memory. */
MUST_CHECK bool owner_mark_image(struct owner *owner, const struct image_use *use);

#endif
