#include "document/position.h"

#include <stdint.h>
#include <string.h>

#include "position_record.h"

/* json-c gives every node room for one pointer. For a scalar or a list the position itself is
 * packed into it, for an object it leads to a record that also knows the keys. */
_Static_assert(sizeof(void *) == sizeof(uint64_t), "a position is packed into a pointer");

enum { LINE_SHIFT = 32, FIRST_KEYS = 8 };

/* Keys in the order of insertion, which is the order in which json-c lists them. */
struct object_record {
    uint64_t position;
    size_t count;
    size_t capacity;
    uint64_t *keys;
};

static uint64_t cut(size_t number)
{
    return number < UINT32_MAX ? number : UINT32_MAX;
}

static uint64_t pack(struct position position)
{
    return cut(position.line) << LINE_SHIFT | cut(position.column);
}

static struct position unpack(uint64_t packed)
{
    return (struct position){(size_t)(packed >> LINE_SHIFT), (size_t)(packed & UINT32_MAX)};
}

static struct object_record *record_of(struct json_object *object)
{
    return json_object_get_userdata(object);
}

static bool record_object(struct arena *arena, struct json_object *object, uint64_t packed)
{
    struct object_record *record = arena_take(arena, 1, sizeof *record);
    if (record == NULL)
        return false;
    record->position = packed;
    json_object_set_userdata(object, record, NULL);
    return true;
}

bool position_record(struct arena *arena, struct json_object *node, struct position position)
{
    if (arena == NULL || node == NULL)
        return true;
    if (json_object_is_type(node, json_type_object))
        return record_object(arena, node, pack(position));
    json_object_set_userdata(node, (void *)(uintptr_t)pack(position), NULL);
    return true;
}

/* The old room is left to the arena: doubling wastes no more than the keys take. */
static bool grow(struct arena *arena, struct object_record *record)
{
    size_t capacity = record->capacity != 0 ? record->capacity * 2 : FIRST_KEYS;
    uint64_t *keys = arena_take(arena, capacity, sizeof *keys);
    if (keys == NULL)
        return false;
    if (record->count != 0)
        memcpy(keys, record->keys, record->count * sizeof *keys);
    record->keys = keys;
    record->capacity = capacity;
    return true;
}

bool position_record_key(struct arena *arena, struct json_object *object, struct position position)
{
    if (arena == NULL)
        return true;
    struct object_record *record = record_of(object);
    if (record->count == record->capacity && !grow(arena, record))
        return false;
    record->keys[record->count++] = pack(position);
    return true;
}

struct position position_recorded_key(struct json_object *object, size_t index)
{
    const struct object_record *record = record_of(object);
    return record != NULL && index < record->count ? unpack(record->keys[index])
                                                   : (struct position){0};
}

struct position position_of(struct json_object *node)
{
    void *noted = node != NULL ? json_object_get_userdata(node) : NULL;
    if (noted == NULL)
        return (struct position){0};
    if (json_object_is_type(node, json_type_object))
        return unpack(record_of(node)->position);
    return unpack((uintptr_t)noted);
}

struct position position_of_key(struct json_object *object, const char *key)
{
    size_t index = 0;
    if (!json_object_is_type(object, json_type_object))
        return (struct position){0};

    struct lh_entry *entry;
    lh_foreach(json_object_get_object(object), entry)
    {
        if (strcmp(lh_entry_k(entry), key) == 0)
            return position_recorded_key(object, index);
        index++;
    }
    return (struct position){0};
}

struct position position_of_member(struct json_object *object, const char *key)
{
    struct json_object *value = NULL;
    if (json_object_object_get_ex(object, key, &value) && value != NULL)
        return position_of(value);
    return position_of_key(object, key);
}
