#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "find_files.h"

/* A name on the way, or the way from its start: as in .gitignore. */
static bool matches_part(const char *pattern, const char *way, size_t name_start)
{
    bool is_way = strchr(pattern, '/') != NULL;
    return fnmatch(pattern, is_way ? way : way + name_start, 0) == 0;
}

/* Asks about each folder on the way to the file, then about the file. */
static bool is_excluded(char *path, const char *pattern)
{
    size_t name_start = 0;
    for (char *c = path;; c++) {
        char end = *c;
        if (end != '/' && end != '\0')
            continue;
        *c = '\0';
        bool matches = matches_part(pattern, path, name_start);
        *c = end;
        if (matches || end == '\0')
            return matches;
        name_start = (size_t)(c - path) + 1;
    }
}

bool input_list_exclude(struct input_list *list, const char *pattern)
{
    size_t kept = 0;
    size_t length = strlen(pattern);
    char *clean = strndup(pattern, length > 1 && pattern[length - 1] == '/' ? length - 1 : length);
    if (clean == NULL)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        if (is_excluded(list->items[i].path, clean))
            input_release(&list->items[i]);
        else
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
    free(clean);
    return true;
}
