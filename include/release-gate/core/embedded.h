/* embedded.h - texts in objects that are YAML themselves. */
#ifndef CORE_EMBEDDED_H
#define CORE_EMBEDDED_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/error.h"
#include "base/text.h"

/* Reads one YAML document; the core itself reads no bytes. On success `*root` is the caller's to
 * json_object_put(), NULL for an empty document; false with the reason. */
typedef bool embedded_read(struct text bytes, struct json_object **root, struct error *error);

#endif
