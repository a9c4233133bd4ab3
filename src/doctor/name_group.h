/* name_group.h - the names of all that one sentence is true of: the first ones, and how many. */
#ifndef DOCTOR_NAME_GROUP_H
#define DOCTOR_NAME_GROUP_H

#include "examination.h"

/* `= {0}` is empty. */
struct name_group {
    struct buffer names;
    size_t count;
};

void name_group_add(struct name_group *group, struct text name);

/* "a, b, ...", as long as the examination lives; empties the group but for its count. */
const char *name_group_take(struct name_group *group, struct examination *examination);

#endif
