/* wanted.h - which members of a JSON text somebody will look at. The reader checks all of the text
 * and makes nodes of these only, so that what cannot name an image takes no memory. */
#ifndef CORE_WANTED_H
#define CORE_WANTED_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/text.h"
#include "core/kind.h"

struct wanted;

/* Decides about a member by what stands before it in its object, `parent`. Never NULL. */
typedef const struct wanted *wanted_choice(const void *context, struct json_object *parent);

struct wanted_member {
    struct text name; /* NUL-terminated, and outlives the tree: it becomes the key in it */
    const struct wanted *value;
    wanted_choice *choose; /* in place of `value`; NULL: there is no choice */
};

/* Of an object: its members. The elements of a list are wanted like the list; of anything else
 * there is one node, so that a value of the wrong type shows as that. */
struct wanted {
    const struct wanted_member *members;
    size_t count;
    const struct wanted *others; /* all members that are not listed; NULL: they are skipped */
};

/* The value with all that is in it. */
extern const struct wanted wanted_whole;

/* What is read of an object whose kind is not in the table: all but what a search leaves out
 * (core/workload.h). */
extern const struct wanted wanted_search;

/* What the gate and workload_images() read of an object of a kind. NULL: no memory. */
MUST_CHECK const struct wanted *wanted_of_kind(const struct kind *kind, struct arena *arena);

#endif
