/* override.h - the images that kustomize's list "images" sets (kustomize.config.k8s.io/v1beta1). */
#ifndef CORE_OVERRIDE_H
#define CORE_OVERRIDE_H

#include <json-c/json.h>

#include "image_collector.h"

/* A string as "kustomize edit set image" takes it: [name=]newname[:tag][@digest]. */
void override_text_collect(struct image_collector *collector, struct text path,
                           struct json_object *node);

/* One element of the list; `use` says which. */
void override_collect(struct image_collector *collector, struct image_use *use,
                      struct json_object *override);

#endif
