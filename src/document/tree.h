/* tree.h - members of json-c objects: one look-up for finding and adding, and merging. */
#ifndef DOCUMENT_TREE_H
#define DOCUMENT_TREE_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "document/position.h"

/* One member of an object, valid until another one is added to the same object. */
struct tree_member {
    struct lh_entry *entry;
    bool is_new; /* it was not there before and is null now */
};

/* Finds `key` in `object` or adds it with the value null. The key is copied. False when there is
 * no memory. */
MUST_CHECK bool tree_member(struct json_object *object, const char *key,
                            struct tree_member *member);

/* The same for a key that outlives the tree and so is not copied. */
MUST_CHECK bool tree_member_constant(struct json_object *object, const char *key,
                                     struct tree_member *member);

/* Replaces the value; takes `value` over. */
void tree_replace(struct tree_member *member, struct json_object *value);

/* Lets Go's decoder for typed objects be the model (see json_read_selection); takes `value` over.
 * The nodes of both values must not be shared with another tree and have no positions. False when
 * there is no memory. */
MUST_CHECK bool tree_merge(struct tree_member *member, struct json_object *value);

/* Adds the finding that `key` stands twice in one object to `list`, which may be NULL. */
void tree_report_repeated_key(struct error_list *list, struct position position, struct text key);

#endif
