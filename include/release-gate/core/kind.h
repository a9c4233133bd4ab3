/* kind.h - the kinds of object that name images, and where in them the images stand. */
#ifndef CORE_KIND_H
#define CORE_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/check.h"
#include "base/error.h"
#include "base/text.h"

/* A path is field names with dots between them; "name[]" is every element of the list `name`, and
 * "*" every value of an object: "spec.template.spec", "spec.tasks[].template.spec",
 * "spec.mpiReplicaSpecs.*.template.spec". */
struct kind {
    struct text group; /* "" is the core group */
    struct text kind;  /* "Deployment" */
    const struct text *pod_specs;
    size_t pod_spec_count;
    const struct text *images; /* paths of strings that are image references */
    size_t image_count;
    const struct text *revisions; /* paths of Git revisions or chart versions */
    size_t revision_count;
    const struct text
        *overrides; /* paths of objects with kustomize's list "images"; "" is the root */
    size_t override_count;
    bool requires_image; /* every container must name an image: all built-in workloads */
};

/* The built-in row for a group and kind, whatever the version. NULL: not in the table. */
const struct kind *kind_find_built_in(struct text group, struct text kind);

/* The whole built-in table, for documentation and tests. */
const struct kind *kind_built_in_table(size_t *count);

/* False, with the reason, if `path` is not of the form above. */
MUST_CHECK bool kind_path_check(struct text path, struct error *error);

#endif
