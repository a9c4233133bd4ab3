/* label_names.h - the values that one label of a metric can have: names from the configuration,
 * each with a small number that never changes. */
#ifndef SERVER_LABEL_NAMES_H
#define SERVER_LABEL_NAMES_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/text.h"

/* Of one label, also over all reloads: what comes after counts as unknown. */
enum { LABEL_NAMES_MAX = 256, LABEL_NAMES_SLOTS = 2 * LABEL_NAMES_MAX };

/* Numbers are from 1 on; 0 stands for every name that is not in it. Names are added by one thread
 * at a time and looked up by all of them meanwhile. */
struct label_names {
    const char *unknown; /* what 0 is called: "none", "other" */
    char *names[LABEL_NAMES_MAX];
    atomic_size_t count;
    atomic_uchar slots[LABEL_NAMES_SLOTS]; /* a hash table of their numbers; never half full */
};

void label_names_init(struct label_names *names, const char *unknown);
void label_names_release(struct label_names *names);

/* Without effect if there is no room or memory for it. */
void label_names_add(struct label_names *names, struct text name);

uint8_t label_names_find(const struct label_names *names, struct text name);

/* Borrowed from `names`. */
struct text label_names_at(const struct label_names *names, uint8_t number);

#endif
