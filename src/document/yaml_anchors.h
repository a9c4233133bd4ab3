/* yaml_anchors.h - the anchors of one YAML document and what its aliases may cost. */
#ifndef DOCUMENT_YAML_ANCHORS_H
#define DOCUMENT_YAML_ANCHORS_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/check.h"

/* A node of the tree. An alias shares it instead of copying it: what a walk over the tree costs is
 * therefore counted here, not in the memory taken. */
struct yaml_node {
    struct json_object *value; /* NULL: null */
    size_t height;             /* 1 for a scalar, one more than its highest child for the rest */
    size_t count;              /* nodes in it, those behind aliases counted each time */
};

struct yaml_anchor {
    size_t number; /* tells it from an earlier or a later anchor of the same name */
    bool is_complete;
    struct yaml_node node; /* holds a reference of its own */
};

struct yaml_anchors {
    struct lh_table *by_name;
    size_t last_number;
};

/* `= {0}` has no anchors. Forgets them all. */
void yaml_anchors_reset(struct yaml_anchors *anchors);

/* An anchor begins before its node: an alias inside the node would never end. `name` may be NULL:
 * there is no anchor, and nothing is done. `*number` is for yaml_anchors_end(). False when there is
 * no memory. */
MUST_CHECK bool yaml_anchors_begin(struct yaml_anchors *anchors, const char *name, size_t *number);
void yaml_anchors_end(struct yaml_anchors *anchors, const char *name, size_t number,
                      const struct yaml_node *node);

/* Borrowed until the next change; NULL if there is none. */
const struct yaml_anchor *yaml_anchors_find(const struct yaml_anchors *anchors, const char *name);

#endif
