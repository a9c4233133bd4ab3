#include "examination.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/json_node.h"

/* The longest is an answer of the API server; what is over is cut. */
enum { FIRST_CAPACITY = 32, MAX_TEXT_BYTES = 1024 };

static struct text keep_formatted(struct examination *examination, const char *format,
                                  va_list arguments) PRINTF_LIKE(2, 0);

/* With its terminator behind it, so that it can be handed on as a string. */
static struct text keep_formatted(struct examination *examination, const char *format,
                                  va_list arguments)
{
    char text[MAX_TEXT_BYTES];
    struct text copy = {0};
    int len = vsnprintf(text, sizeof text, format, arguments);
    if (len >= (int)sizeof text)
        len = (int)sizeof text - 1;
    if (len < 0 ||
        !arena_copy_text(examination->arena, (struct text){text, (size_t)len + 1}, &copy)) {
        examination->failed = true;
        return TEXT("");
    }
    copy.len--;
    return copy;
}

const char *examination_text(struct examination *examination, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct text text = keep_formatted(examination, format, arguments);
    va_end(arguments);
    return text.ptr;
}

static struct diagnosis *next(struct examination *examination)
{
    struct diagnoses *list = examination->diagnoses;
    if (list->count == list->capacity) {
        size_t capacity = list->capacity != 0 ? 2 * list->capacity : FIRST_CAPACITY;
        struct diagnosis *items = arena_take(examination->arena, capacity, sizeof *items);
        if (items == NULL) {
            examination->failed = true;
            return NULL;
        }
        if (list->count != 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->capacity = capacity;
    }
    return &list->items[list->count++];
}

void examination_add(struct examination *examination, enum diagnosis_level level, const char *cure,
                     const char *format, ...)
{
    struct diagnosis *diagnosis = next(examination);
    if (diagnosis == NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    *diagnosis = (struct diagnosis){
        .level = level,
        .check = examination->check,
        .text = keep_formatted(examination, format, arguments),
        .cure = text_from_string(cure),
    };
    va_end(arguments);
    examination->diagnoses->levels[level]++;
}

bool examination_knows(struct examination *examination, const struct fact *fact, const char *what)
{
    if (fact->problem != NULL)
        examination_add(examination, DIAGNOSIS_UNKNOWN, NULL, "%s could not be read: %s", what,
                        fact->problem);
    return fact->value != NULL;
}

const char *examination_plural(size_t count)
{
    return count == 1 ? "" : "s";
}

struct config *examination_read_config(const struct doctor_facts *facts, struct error *error)
{
    struct json_object *data = json_member(facts->config_map.value, "data");
    struct error_list errors;
    if (data == NULL)
        return NULL;
    error_list_init(&errors, 1);
    struct config *config =
        config_parse(json_member_text(data, "config.yaml"), "config.yaml", NULL, 0, &errors);
    if (config == NULL && errors.count == 0)
        error_no_memory(error);
    else if (config == NULL && error != NULL)
        *error = errors.items[0];
    error_list_release(&errors);
    return config;
}
