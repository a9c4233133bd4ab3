#include "label_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

void label_names_init(struct label_names *names, const char *unknown)
{
    names->unknown = unknown;
    atomic_init(&names->count, 1);
    for (size_t i = 0; i < LABEL_NAMES_SLOTS; i++)
        atomic_init(&names->slots[i], 0);
}

void label_names_release(struct label_names *names)
{
    size_t count = atomic_load(&names->count);
    for (size_t i = 1; i < count; i++)
        free(names->names[i]);
    label_names_init(names, names->unknown);
}

/* Where the number of a name stands, or would. */
static size_t find_slot(const struct label_names *names, struct text name, uint8_t *number)
{
    for (size_t at = (size_t)hash_text(hash_basis, name);; at++) {
        size_t slot = at % LABEL_NAMES_SLOTS;
        *number = atomic_load_explicit(&names->slots[slot], memory_order_acquire);
        if (*number == 0 || text_equal(text_from_string(names->names[*number]), name))
            return slot;
    }
}

void label_names_add(struct label_names *names, struct text name)
{
    size_t count = atomic_load(&names->count);
    uint8_t number;
    size_t slot = find_slot(names, name, &number);
    if (name.len == 0 || count == LABEL_NAMES_MAX || number != 0)
        return;
    names->names[count] = strndup(name.ptr, name.len);
    if (names->names[count] == NULL)
        return;
    atomic_store_explicit(&names->slots[slot], (uint8_t)count, memory_order_release);
    atomic_store(&names->count, count + 1);
}

uint8_t label_names_find(const struct label_names *names, struct text name)
{
    uint8_t number;
    find_slot(names, name, &number);
    return number;
}

struct text label_names_at(const struct label_names *names, uint8_t number)
{
    return text_from_string(number != 0 ? names->names[number] : names->unknown);
}
