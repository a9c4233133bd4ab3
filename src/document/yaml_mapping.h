/* yaml_mapping.h - keys of YAML mappings: named, merged and repeated ones. */
#ifndef DOCUMENT_YAML_MAPPING_H
#define DOCUMENT_YAML_MAPPING_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/check.h"
#include "yaml_build.h"

struct yaml_mapping {
    struct json_object *object; /* borrowed */
    struct json_object *merged; /* names of the keys that only a "<<" has brought; may be NULL */
};

void yaml_mapping_release(struct yaml_mapping *mapping);

/* Whether the scalar is the "<<" of https://yaml.org/type/merge.html. */
bool yaml_mapping_is_merge_key(const yaml_event_t *event);

/* Whether `key` can be the name of a member; if not, the error is set. */
MUST_CHECK bool yaml_mapping_accepts(struct yaml_builder *builder, const yaml_event_t *event,
                                     struct json_object *key);

/* Sets the member `key`, which is accepted and stands at `position`; takes `value` over, failure or
 * not. As for kubectl the last one of a repeated key wins. */
MUST_CHECK bool yaml_mapping_set(struct yaml_mapping *mapping, struct yaml_builder *builder,
                                 struct position position, struct json_object *key,
                                 struct json_object *value);

/* Brings in the members of `value`, which began with `event`: a mapping or, unless it is behind an
 * alias, a list of them. As for kubectl (go-yaml v2) they replace what stands before the "<<" at
 * `position`, and are replaced by what stands after it; in a list the first wins. */
MUST_CHECK bool yaml_mapping_merge(struct yaml_mapping *mapping, struct yaml_builder *builder,
                                   struct position position, const yaml_event_t *event,
                                   struct json_object *value);

#endif
