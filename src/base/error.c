#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void fill(struct error *error, enum error_kind kind, size_t line, size_t column,
                 const char *format, va_list arguments) PRINTF_LIKE(5, 0);

static void fill(struct error *error, enum error_kind kind, size_t line, size_t column,
                 const char *format, va_list arguments)
{
    if (error == NULL || error->kind != ERROR_NONE)
        return;
    error->kind = kind;
    error->line = line;
    error->column = column;
    vsnprintf(error->text, sizeof error->text, format, arguments);
}

bool error_set(struct error *error, enum error_kind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, kind, 0, 0, format, arguments);
    va_end(arguments);
    return false;
}

bool error_set_at(struct error *error, enum error_kind kind, size_t line, size_t column,
                  const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, kind, line, column, format, arguments);
    va_end(arguments);
    return false;
}

bool error_no_memory(struct error *error)
{
    return error_set(error, ERROR_MEMORY, "out of memory");
}

/* Appends at `*len`, which never passes `size`: a cut text stays cut. */
static void append(char *out, size_t size, size_t *len, const char *format, ...) PRINTF_LIKE(4, 5);

static void append(char *out, size_t size, size_t *len, const char *format, ...)
{
    if (*len >= size)
        return;

    va_list arguments;
    va_start(arguments, format);
    int added = vsnprintf(out + *len, size - *len, format, arguments);
    va_end(arguments);
    *len = added >= 0 && (size_t)added < size - *len ? *len + (size_t)added : size;
}

void error_format(const struct error *error, char *out, size_t size)
{
    size_t len = 0;
    if (size != 0)
        out[0] = '\0';
    if (error->source[0] != '\0')
        append(out, size, &len, "%s:", error->source);
    if (error->line != 0)
        append(out, size, &len, "%zu:", error->line);
    if (error->line != 0 && error->column != 0)
        append(out, size, &len, "%zu:", error->column);
    append(out, size, &len, "%s%s", len != 0 ? " " : "", error->text);
}

void error_list_init(struct error_list *list, size_t max_count)
{
    *list = (struct error_list){.max_count = max_count};
}

void error_list_release(struct error_list *list)
{
    if (list == NULL)
        return;
    free(list->items);
    *list = (struct error_list){.max_count = list->max_count};
}

static bool is_power_of_two(size_t number)
{
    return (number & (number - 1)) == 0;
}

/* The memory doubles whenever the count reaches a power of two: no field for the capacity. */
static struct error *new_item(struct error_list *list)
{
    if (list->count >= list->max_count)
        return NULL;
    if (is_power_of_two(list->count)) {
        size_t capacity = list->count != 0 ? list->count * 2 : 1;
        size_t bytes;
        if (__builtin_mul_overflow(capacity, sizeof *list->items, &bytes))
            return NULL;
        struct error *items = realloc(list->items, bytes);
        if (items == NULL)
            return NULL;
        list->items = items;
    }
    return &list->items[list->count++];
}

void error_list_add(struct error_list *list, enum error_kind kind, const char *source, size_t line,
                    size_t column, const char *format, ...)
{
    struct error *item = new_item(list);
    if (item == NULL) {
        list->dropped++;
        return;
    }

    *item = (struct error){0};
    snprintf(item->source, sizeof item->source, "%s", source != NULL ? source : "");
    va_list arguments;
    va_start(arguments, format);
    fill(item, kind, line, column, format, arguments);
    va_end(arguments);
}

bool error_list_is_empty(const struct error_list *list)
{
    return list->count == 0 && list->dropped == 0;
}
