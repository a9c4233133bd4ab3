/* manifest_object.h - what a node of a manifest says of itself. */
#ifndef DOCUMENT_MANIFEST_OBJECT_H
#define DOCUMENT_MANIFEST_OBJECT_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "document/manifest.h"

/* Borrowed from the tree. */
struct manifest_kind {
    struct text api_version; /* "apps/v1" */
    struct text kind;
};

/* What a kustomization.yaml is that does not say it: kustomize fills in the same. Zero for every
 * other file. */
struct manifest_kind manifest_kind_of_file(struct text name, struct json_object *node);

/* Replaces in `*kind` what the node says itself. False if it says it in a type that is not a
 * string. */
MUST_CHECK bool manifest_kind_read(struct json_object *node, struct manifest_kind *kind,
                                   struct error *error);

bool manifest_kind_is_known(struct manifest_kind kind);

/* "List", "PodList". */
bool manifest_kind_is_list(struct manifest_kind kind);

/* What the items of such a list are unless they say it: Pods for a PodList. Zero: unknown. */
struct manifest_kind manifest_kind_of_items(struct manifest_kind list);

/* A list of items that makes an object a list for kubectl, whose decoder (Go, encoding/json) takes
 * "Items" and any other case too. `*entry` is NULL at first and leads from one to the next; NULL:
 * there is no further one. */
struct json_object *manifest_next_items(struct json_object *node, struct lh_entry **entry);

/* False when there is no memory. */
MUST_CHECK bool manifest_fill(struct manifest *manifest, struct json_object *node,
                              struct manifest_kind kind, struct arena *arena);

#endif
