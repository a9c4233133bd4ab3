/* schema.h - the one table of what a configuration file may say. */
#ifndef CONFIG_SCHEMA_H
#define CONFIG_SCHEMA_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "format.h"

/* What a key holds, and the C type of its field. */
enum value_type {
    VALUE_OBJECT,   /* no field: its members have theirs */
    VALUE_OBJECTS,  /* struct item_list */
    VALUE_STRING,   /* const char * */
    VALUE_TEXT,     /* struct text */
    VALUE_TEXTS,    /* struct text_list */
    VALUE_NUMBER,   /* uint32_t */
    VALUE_SIZE,     /* uint64_t, bytes */
    VALUE_DURATION, /* uint64_t, milliseconds */
    VALUE_BOOLEAN,  /* bool */
    VALUE_ENUM,     /* an enum: the index in `names` */
    VALUE_CLASSES,  /* tag_class_set: a list of `names` */
    VALUE_DATE,     /* unsigned, as 20270331 */
    VALUE_TYPE_COUNT,
};

/* The value n is written names[n]; NULL: not accepted here. */
struct name_set {
    const char *const *names;
    size_t count;
};

struct schema_row {
    const char *path; /* "server.listen", "environments[].name" */
    enum value_type type;
    size_t offset; /* of the field in struct settings; after "[]." in the item */
    bool is_required;
    bool is_policy;    /* of a key of the first level: it changes verdicts */
    bool may_be_empty; /* a text of length 0 is accepted whatever the format */
    uint64_t min;      /* of numbers, sizes and durations */
    uint64_t max;
    const struct name_set *names;
    const struct text_format *format;
    const char *fallback; /* as it would be written; NULL: the field stays zero */
    const char *flag;     /* NULL: only the file can set it */
    const char *variable;
    const char *argument;
    const char *help;
    const char *sample; /* for the example: a value, as YAML */
    size_t item_size;   /* of VALUE_OBJECTS */

    /* Fills the defaults that depend on what was read before; runs whether or not the key is
     * given. Of an object: once, before its members. Of objects: for each item. */
    void (*prepare)(struct json_object *owner, void *base);
};

enum {
    SCHEMA_MAX_CHILDREN = 24, /* of one object; a test counts them */
    SCHEMA_PATH_BYTES = 128,  /* the longest path with its indices */
};

/* The row after `row` (NULL: the first) that stands directly below `prefix`: "" for the first
 * level, "server." for a mapping, "environments[]." for the items of a list. NULL: no more. */
const struct schema_row *schema_next(const char *prefix, const struct schema_row *row);

/* What the members of a row of type OBJECT or OBJECTS begin with. */
void schema_prefix(const struct schema_row *row, char prefix[SCHEMA_PATH_BYTES]);

/* "listen" of "server.listen". */
const char *schema_name(const struct schema_row *row);

/* NULL: there is no such path. */
const struct schema_row *schema_find(const char *path);

/* The whole table. */
const struct schema_row *schema_rows(size_t *count);

#endif
