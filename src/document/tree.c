#include "tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/escape.h"
#include "base/limits.h"

/* Finds the member, or makes room for it where json_object_object_add_ex() would hash the key a
 * second time. */
static bool find_or_insert(struct json_object *object, const char *key, unsigned options,
                           struct tree_member *member)
{
    struct lh_table *table = json_object_get_object(object);
    unsigned long hash = lh_get_hash(table, key);

    *member = (struct tree_member){.entry = lh_table_lookup_entry_w_hash(table, key, hash)};
    if (member->entry != NULL)
        return true;
    /* json-c would lose its copy of the key when the table cannot grow. */
    bool is_copy = (options & JSON_C_OBJECT_ADD_CONSTANT_KEY) == 0;
    char *copy = is_copy ? strdup(key) : NULL;
    if (is_copy && copy == NULL)
        return false;
    if (lh_table_insert_w_hash(table, is_copy ? copy : key, NULL, hash, options) != 0) {
        free(copy);
        return false;
    }
    *member = (struct tree_member){.entry = table->tail, .is_new = true};
    return true;
}

bool tree_member(struct json_object *object, const char *key, struct tree_member *member)
{
    return find_or_insert(object, key, 0, member);
}

bool tree_member_constant(struct json_object *object, const char *key, struct tree_member *member)
{
    return find_or_insert(object, key, JSON_C_OBJECT_ADD_CONSTANT_KEY, member);
}

static struct json_object *value_of(const struct lh_entry *entry)
{
    return lh_entry_v(entry);
}

void tree_replace(struct tree_member *member, struct json_object *value)
{
    json_object_put(value_of(member->entry));
    lh_entry_set_val(member->entry, value);
}

static bool both_are(enum json_type type, struct json_object *a, struct json_object *b)
{
    return json_object_is_type(a, type) && json_object_is_type(b, type);
}

/* Puts into `*merged` what becomes of `old` when `new` comes after it. Borrows both: what the
 * result needs of them has a reference of its own. */
static bool merge(struct json_object *old, struct json_object *new, struct json_object **merged);

static bool merge_objects(struct json_object *old, struct json_object *new)
{
    struct lh_entry *entry;
    lh_foreach(json_object_get_object(new), entry)
    {
        struct tree_member member;
        if (!tree_member(old, lh_entry_k(entry), &member) ||
            !tree_merge(&member, json_object_get(value_of(entry))))
            return false;
    }
    return true;
}

static bool put_element(struct json_object *list, size_t index, struct json_object *element)
{
    if (json_object_array_put_idx(list, index, element) == 0)
        return true;
    json_object_put(element);
    return false;
}

static bool merge_lists(struct json_object *old, struct json_object *new)
{
    size_t old_len = json_object_array_length(old);
    size_t new_len = json_object_array_length(new);
    if (new_len < old_len && json_object_array_del_idx(old, new_len, old_len - new_len) != 0)
        return false;

    for (size_t i = 0; i < new_len; i++) {
        struct json_object *merged;
        struct json_object *before = i < old_len ? json_object_array_get_idx(old, i) : NULL;
        if (!merge(before, json_object_array_get_idx(new, i), &merged))
            return false;
        if (!put_element(old, i, merged))
            return false;
    }
    return true;
}

static bool merge(struct json_object *old, struct json_object *new, struct json_object **merged)
{
    bool done = true;
    bool keeps_old = true;
    if (both_are(json_type_object, old, new))
        done = merge_objects(old, new);
    else if (both_are(json_type_array, old, new))
        done = merge_lists(old, new);
    else
        keeps_old = new == NULL;

    *merged = done ? json_object_get(keeps_old ? old : new) : NULL;
    return done;
}

bool tree_merge(struct tree_member *member, struct json_object *value)
{
    if (member->is_new) {
        lh_entry_set_val(member->entry, value);
        return true;
    }

    struct json_object *merged = NULL;
    bool done = merge(value_of(member->entry), value, &merged);
    json_object_put(value);
    tree_replace(member, merged);
    return done;
}

void tree_report_repeated_key(struct error_list *list, struct position position, struct text key)
{
    if (list == NULL)
        return;
    struct buffer escaped = {0};
    escape_for_terminal(&escaped, key, LIMIT_QUOTED_BYTES);
    error_list_add(list, ERROR_VALUE, NULL, position.line, position.column,
                   "key \"%.*s\" stands more than once in one object",
                   TEXT_ARGS(buffer_text(&escaped)));
    buffer_release(&escaped);
}
