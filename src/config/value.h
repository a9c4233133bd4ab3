/* value.h - one value of a configuration: text into its field and back. */
#ifndef CONFIG_VALUE_H
#define CONFIG_VALUE_H

#include <json-c/json.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "schema.h"

/* Where a value goes. */
struct slot {
    const struct schema_row *row;
    const char *path;     /* with indices, as errors name it: "environments[0].mode" */
    void *base;           /* the structure that the row's offset is in */
    struct arena *memory; /* for a copy of the text */
};

/* The field, of the type that the row's type says. */
void *value_field(const struct slot *slot);

/* False for mappings and lists. */
bool value_is_single(const struct schema_row *row);

/* Sets the field of a row that holds one value. Otherwise false, with a sentence about it in
 * `error`, and the field is unchanged. */
MUST_CHECK bool value_set(const struct slot *slot, struct text written, struct error *error);

/* One element of VALUE_TEXTS: like value_set, into `*element`. */
MUST_CHECK bool value_set_element(const struct slot *slot, struct text written,
                                  struct text *element, struct error *error);

/* One element of VALUE_CLASSES: like value_set, added to the set. */
MUST_CHECK bool value_add_class(const struct slot *slot, struct text written, struct error *error);

/* Appends the field's value as YAML on one line; not for VALUE_OBJECT and VALUE_OBJECTS. */
void value_put(const struct schema_row *row, const void *base, struct buffer *out);

/* Appends what the table writes as the value ("8Mi", "dev") as YAML: quoted where it must be. */
void value_put_written(const struct schema_row *row, struct text written, struct buffer *out);

/* Appends what is accepted: "a size from 1Ki to 64Mi", "error, warn, info or debug". */
void value_put_expected(const struct schema_row *row, struct buffer *out);

/* False if a value of this JSON type can never be right. */
bool value_accepts_json(const struct schema_row *row, enum json_type type);

#endif
