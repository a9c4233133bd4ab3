#include "core/kind.h"

#include <stdlib.h>

#include "base/limits.h"
#include "kind_table.h"

struct kind_key {
    struct text group;
    struct text kind;
};

static int compare_with_kind(const void *key, const void *row)
{
    const struct kind_key *wanted = key;
    const struct kind *kind = row;
    int by_kind = text_compare(wanted->kind, kind->kind);
    return by_kind != 0 ? by_kind : text_compare(wanted->group, kind->group);
}

const struct kind *kind_find_built_in(struct text group, struct text kind)
{
    struct kind_key key = {.group = group, .kind = kind};
    return bsearch(&key, kind_table, kind_table_count, sizeof *kind_table, compare_with_kind);
}

const struct kind *kind_built_in_table(size_t *count)
{
    *count = kind_table_count;
    return kind_table;
}

static bool segment_is_valid(struct text segment)
{
    while (text_ends_with(segment, TEXT("[]")))
        segment.len -= 2;
    if (segment.len == 0 || segment.len > LIMIT_PATH_SEGMENT_BYTES)
        return false;
    for (size_t i = 0; i < segment.len; i++) {
        if (segment.ptr[i] == '[' || segment.ptr[i] == ']' || segment.ptr[i] == '\0')
            return false;
    }
    return true;
}

bool kind_path_check(struct text path, struct error *error)
{
    struct text rest = path;
    do {
        struct text segment = text_cut(&rest, '.');
        if (!segment_is_valid(segment))
            return error_set(error, ERROR_VALUE,
                             "\"%.*s\" is not a path such as \"spec.tasks[].template.spec\"",
                             TEXT_ARGS(path));
    } while (rest.ptr != NULL);
    return true;
}
