#include <stdio.h>
#include <string.h>

#include "schema.h"

static bool is_directly_below(const char *prefix, const char *path)
{
    size_t len = strlen(prefix);
    return strncmp(path, prefix, len) == 0 && strpbrk(path + len, ".[") == NULL;
}

const struct schema_row *schema_next(const char *prefix, const struct schema_row *row)
{
    size_t count;
    const struct schema_row *rows = schema_rows(&count);
    for (size_t i = row != NULL ? (size_t)(row - rows) + 1 : 0; i < count; i++) {
        if (is_directly_below(prefix, rows[i].path))
            return &rows[i];
    }
    return NULL;
}

void schema_prefix(const struct schema_row *row, char prefix[SCHEMA_PATH_BYTES])
{
    const char *joint = row->type == VALUE_OBJECTS ? "[]." : ".";
    snprintf(prefix, SCHEMA_PATH_BYTES, "%s%s", row->path, joint);
}

const char *schema_name(const struct schema_row *row)
{
    const char *dot = strrchr(row->path, '.');
    return dot != NULL ? dot + 1 : row->path;
}

const struct schema_row *schema_find(const char *path)
{
    size_t count;
    const struct schema_row *rows = schema_rows(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].path, path) == 0)
            return &rows[i];
    }
    return NULL;
}
