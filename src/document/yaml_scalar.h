/* yaml_scalar.h - which value a YAML scalar is, as go-yaml v2 and sigs.k8s.io/yaml decide it. */
#ifndef DOCUMENT_YAML_SCALAR_H
#define DOCUMENT_YAML_SCALAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/check.h"
#include "base/text.h"

enum scalar_type {
    SCALAR_STRING,
    SCALAR_NULL,
    SCALAR_BOOL,
    SCALAR_INTEGER,
    SCALAR_REAL,
    SCALAR_NOT_FINITE, /* .inf and .nan, which JSON cannot say */
};

struct yaml_scalar {
    enum scalar_type type;
    bool truth;
    int64_t integer;
    double real;
};

/* The type of a scalar that stands without quotes and without a tag. A number without a fraction
 * that 64 bits can hold is an integer however it is written: kubectl sends 1.0 as 1. False when
 * there is no memory. */
MUST_CHECK bool yaml_scalar_read(struct text source, struct yaml_scalar *scalar);

/* Whether a scalar of this type may carry the tag; "!!float 1" may, "!!int x" may not. Tags that
 * go-yaml does not know make a string of anything: yaml_tag_is_typed() tells them apart. */
bool yaml_tag_is_typed(struct text tag);
bool yaml_tag_allows(struct text tag, enum scalar_type type);

#endif
