#include "label_names.h"

#include <stdlib.h>
#include <string.h>

void label_names_init(struct label_names *names, const char *unknown)
{
    names->unknown = unknown;
    atomic_init(&names->count, 1);
}

void label_names_release(struct label_names *names)
{
    size_t count = atomic_load(&names->count);
    for (size_t i = 1; i < count; i++)
        free(names->names[i]);
    if (count != 0)
        atomic_store(&names->count, 1);
}

void label_names_add(struct label_names *names, struct text name)
{
    size_t count = atomic_load(&names->count);
    if (name.len == 0 || count == LABEL_NAMES_MAX || label_names_find(names, name) != 0)
        return;
    names->names[count] = strndup(name.ptr, name.len);
    if (names->names[count] != NULL)
        atomic_store_explicit(&names->count, count + 1, memory_order_release);
}

uint8_t label_names_find(const struct label_names *names, struct text name)
{
    size_t count = atomic_load_explicit(&names->count, memory_order_acquire);
    for (size_t i = 1; i < count; i++) {
        if (text_equal(text_from_string(names->names[i]), name))
            return (uint8_t)i;
    }
    return 0;
}

struct text label_names_at(const struct label_names *names, uint8_t number)
{
    return text_from_string(number != 0 ? names->names[number] : names->unknown);
}
