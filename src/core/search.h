/* search.h - what looks like a pod spec, wherever it stands. */
#ifndef CORE_SEARCH_H
#define CORE_SEARCH_H

#include <json-c/json.h>

#include "image_collector.h"

/* Collects from everything in `root`, which stands at `path`, that looks like a pod spec, but for
 * nodes that were visited, and for its members metadata and status: the former is the API server's
 * and the latter the controller's, neither runs anything. */
void search_pod_specs(struct image_collector *collector, struct text path,
                      struct json_object *root);

#endif
