#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "find_files.h"

enum { FIRST_INPUTS = 64 };

/* "./a//b" is "a/b": the same file has one name, whichever way it was found. */
static char *clean_path(const char *path)
{
    char *clean = malloc(strlen(path) + 1);
    char *out = clean;
    if (clean == NULL)
        return NULL;
    while (path[0] == '.' && path[1] == '/' && path[2] != '\0') {
        path += 2;
        path += strspn(path, "/");
    }
    for (const char *c = path; *c != '\0'; c++) {
        if (c[0] != '/' || c[1] != '/')
            *out++ = *c;
    }
    if (out - clean > 1 && out[-1] == '/')
        out--;
    *out = '\0';
    return clean;
}

bool input_set_error(struct input *input, const char *text)
{
    input->error = calloc(1, sizeof *input->error);
    if (input->error == NULL)
        return false;
    error_set(input->error, ERROR_SYSTEM, "%s", text);
    snprintf(input->error->source, sizeof input->error->source, "%s", input->path);
    return true;
}

static bool make_input(struct input *input, const char *path, const char *text)
{
    *input = (struct input){.path = clean_path(path)};
    if (input->path == NULL)
        return false;
    if (text == NULL || input_set_error(input, text))
        return true;
    free(input->path);
    return false;
}

static bool grow(struct input_list *list)
{
    size_t capacity = list->capacity != 0 ? list->capacity * 2 : FIRST_INPUTS;
    struct input *items = reallocarray(list->items, capacity, sizeof *items);
    if (items == NULL)
        return false;
    list->items = items;
    list->capacity = capacity;
    return true;
}

bool input_list_add(struct input_list *list, const char *path, const char *text)
{
    if (list->count == list->capacity && !grow(list))
        return false;
    if (!make_input(&list->items[list->count], path, text))
        return false;
    list->count++;
    return true;
}

void input_release(struct input *input)
{
    free(input->path);
    free(input->error);
    buffer_release(&input->content);
    *input = (struct input){0};
}

void input_list_release(struct input_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        input_release(&list->items[i]);
    free(list->items);
    *list = (struct input_list){0};
}

/* By path, the earlier one first. */
static int compare(const void *a, const void *b)
{
    const struct input *const *x = a;
    const struct input *const *y = b;
    int order = strcmp((*x)->path, (*y)->path);
    if (order != 0)
        return order;
    return *x < *y ? -1 : *x > *y;
}

static void close_gaps(struct input_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].path != NULL)
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

bool input_list_unite(struct input_list *list)
{
    struct input **sorted = calloc(list->count + 1, sizeof *sorted);
    if (sorted == NULL)
        return false;
    for (size_t i = 0; i < list->count; i++)
        sorted[i] = &list->items[i];
    qsort(sorted, list->count, sizeof *sorted, compare);
    const char *last = NULL;
    for (size_t i = 0; i < list->count; i++) {
        if (last != NULL && strcmp(last, sorted[i]->path) == 0)
            input_release(sorted[i]);
        else
            last = sorted[i]->path;
    }
    free(sorted);
    close_gaps(list);
    return true;
}
