/* helm_values.h - the images that Helm values name, by the shapes that charts have in common. */
#ifndef CORE_HELM_VALUES_H
#define CORE_HELM_VALUES_H

#include <json-c/json.h>

#include "image_collector.h"

/* What is found, at any depth (docs/kinds.md has examples):
 *   image: registry/name:tag            under "image" or a name that ends with "Image"
 *   image: {registry, repository, tag, digest}       there, or where repository and tag stand
 *   imageTag: tag                       beside image, or a name that ends with "ImageTag"
 *   images: {name: either of the first two}
 * A digest may stand in the tag, behind '@'. What has neither tag nor digest is left to the chart's
 * own default; what is a URL, or no image reference by its grammar, is something else. */
void helm_values_collect(struct image_collector *collector, struct text path,
                         struct json_object *node);

/* The same for a list of {name, value}, the names being paths in the values: "web.image.tag". */
void helm_parameters_collect(struct image_collector *collector, struct text path,
                             struct json_object *parameters);

#endif
