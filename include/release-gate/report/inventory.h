/* inventory.h - what runs where: images, counted by environment, application and version. */
#ifndef REPORT_INVENTORY_H
#define REPORT_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/text.h"
#include "core/gate.h"
#include "core/policy.h"
#include "core/verdict.h"

enum {
    /* Rows that are kept; containers of further ones are only counted. */
    INVENTORY_MAX_ROWS = 20000,
    /* Places that a row names; it counts all of them. */
    INVENTORY_MAX_PLACES = 10,
};

/* What the rules make of an image, the worst first. */
enum standing {
    STANDING_DENIED,
    STANDING_WARNED,
    STANDING_NOTED, /* exempted, or the environment's mode only records */
    STANDING_ADMITTED,
    STANDING_COUNT,
};

const char *standing_name(enum standing standing); /* "denied" */

/* A container, or what else names an image. */
struct inventory_place {
    const struct inventory_place *next;
    struct text kind;
    struct text namespace;
    struct text name;
    struct text container;
    enum standing standing;
};

/* One version of one application in one environment. Texts are copies. */
struct inventory_row {
    struct text environment;
    struct text application; /* the image's name; all of it if it is not a reference */
    struct text version;     /* the tag or the digest; empty: neither */
    enum tag_class class;
    size_t container_count;
    size_t standings[STANDING_COUNT]; /* how many containers of each */
    size_t object_count;
    size_t last_object; /* that was counted, from 1: one object may have the version twice */
    const struct inventory_place *places; /* the first ones, in the order of the input */
    struct inventory_place *last_place;
    size_t place_count;
};

/* `= {0}` is an empty one without memory; begin with inventory_init. */
struct inventory {
    struct inventory_row *rows; /* in the order in which they came */
    size_t row_count;
    size_t row_capacity;
    size_t *slots; /* hash table: a row's index and 1; 0: free */
    size_t slot_count;
    size_t objects_seen;
    size_t dropped_containers;     /* in rows that were not kept */
    struct text_list environments; /* in the policy's order; empty: not known */
    struct arena memory;
};

void inventory_init(struct inventory *inventory);
void inventory_release(struct inventory *inventory);

/* Says in which order the environments are shown. False when there is no memory. */
MUST_CHECK bool inventory_name_environments(struct inventory *inventory,
                                            const struct policy *policy);

/* Adds all images that were judged in an object. False when there is no memory. */
MUST_CHECK bool inventory_add(struct inventory *inventory, const struct subject *subject,
                              const struct verdict *verdict);

/* Adds all of `from`. False when there is no memory. */
MUST_CHECK bool inventory_append(struct inventory *inventory, const struct inventory *from);

enum standing inventory_row_standing(const struct inventory_row *row); /* the worst */

/* Where an environment stands in the order: that of the policy, then that of the rows. */
size_t inventory_environment_rank(const struct inventory *inventory, struct text environment);

/* All rows: by application, then environment, then the newest version first. The caller frees the
 * list; NULL when there is no memory. */
MUST_CHECK const struct inventory_row **inventory_sorted(const struct inventory *inventory);

/* By the numbers in them, where both have one at the same place: "v1.9" before "v1.10". */
int version_compare(struct text a, struct text b);

#endif
