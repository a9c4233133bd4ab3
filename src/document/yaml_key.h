/* yaml_key.h - the name that sigs.k8s.io/yaml gives to a mapping key of any type. */
#ifndef DOCUMENT_YAML_KEY_H
#define DOCUMENT_YAML_KEY_H

#include <json-c/json.h>

/* Any number fits. */
struct yaml_key_scratch {
    char bytes[64];
};

/* The NUL-terminated name, borrowed from `key` or from `scratch`. NULL if the key cannot be a name:
 * null, a list, a mapping, a string that holds a NUL. */
const char *yaml_key_name(struct json_object *key, struct yaml_key_scratch *scratch);

#endif
