#include "name_group.h"

enum { SHOWN_NAMES = 5 };

void name_group_add(struct name_group *group, struct text name)
{
    if (group->count < SHOWN_NAMES)
        buffer_printf(&group->names, "%s%.*s", group->count == 0 ? "" : ", ", TEXT_ARGS(name));
    else if (group->count == SHOWN_NAMES)
        buffer_put(&group->names, TEXT(", ..."));
    group->count++;
}

const char *name_group_take(struct name_group *group, struct examination *examination)
{
    const char *names =
        examination_text(examination, "%.*s", TEXT_ARGS(buffer_text(&group->names)));
    examination->failed = examination->failed || group->names.failed;
    buffer_release(&group->names);
    return names;
}
