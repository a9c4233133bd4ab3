/* yaml_value.h - the json-c value of one YAML scalar. */
#ifndef DOCUMENT_YAML_VALUE_H
#define DOCUMENT_YAML_VALUE_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/check.h"
#include "yaml_build.h"

/* `*value`, which is NULL for null, is the caller's. On failure the error of the builder is set. */
MUST_CHECK bool yaml_value_read(struct yaml_builder *builder, const yaml_event_t *event,
                                struct json_object **value);

#endif
