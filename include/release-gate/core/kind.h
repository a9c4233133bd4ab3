/* kind.h - the kinds of object that name images or revisions, and where in them these stand. */
#ifndef CORE_KIND_H
#define CORE_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "core/revision.h"

/* What stands at a place; src/core/kinds.table says more of each. */
enum kind_place_sort {
    PLACE_POD_SPEC,
    PLACE_IMAGE,          /* a string that is an image reference */
    PLACE_REVISION,       /* an object of which one field is a Git revision or a chart's version */
    PLACE_OVERRIDES,      /* an object with kustomize's list "images" */
    PLACE_OVERRIDE_TEXTS, /* "name=registry/name:tag" */
    PLACE_VALUES,         /* Helm values */
    PLACE_VALUES_TEXT,    /* Helm values as YAML in a string */
    PLACE_PARAMETERS,     /* a list of {name: image.tag, value: v1.2.3} */
    PLACE_MANIFEST_TEXT,  /* an object or a JSON patch as YAML in a string */
    PLACE_OPAQUE,         /* a text that nothing can be said of */
    PLACE_EXACT_NAMES,    /* a workload that is read with names in any letters */
    PLACE_SORT_COUNT,
};

/* A path is field names with dots between them; "name[]" is every element of the list `name`,
 * "name[][]" of the lists in it, and "*" every value of an object: "spec.template.spec",
 * "spec.tasks[].template.spec", "spec.mpiReplicaSpecs.*.template.spec". "" is the object itself.
 *
 * Never read, by no built-in path and by no search: `status`, and of `metadata` all but name,
 * generateName, namespace, deletionTimestamp, the label ENVIRONMENT_LABEL of a Namespace and
 * BREAK_GLASS_ANNOTATION (core/wanted.h). */
struct kind_place {
    enum kind_place_sort sort;
    struct text path;
    /* Only for PLACE_REVISION: the first field that is there decides. */
    const struct revision_field *fields;
    size_t field_count;
    struct text source; /* path of what it is a revision of, from the object at `path`; may be "" */
};

/* Where the objects of a kind live, and whether an API server is asked to send them. */
enum kind_scope {
    KIND_UNSENT, /* in no cluster, or never run from there */
    KIND_NAMESPACED,
    KIND_CLUSTER,
};

struct kind {
    struct text group;         /* "" is the core group */
    struct text kind;          /* "Deployment" */
    struct text resource;      /* "deployments"; empty for an admin's own */
    struct text_list versions; /* the preferred one first; the places are the same in all */
    enum kind_scope scope;
    struct text subresource; /* that carries the object with its images, too; empty: none */
    const struct kind_place *places;
    size_t place_count;
    struct text destination; /* path of the namespace that decides; empty: metadata.namespace */
    bool destination_is_own; /* without one the object's own namespace decides, else any could be */
    bool requires_image;     /* every container must name an image: all built-in workloads */
    bool is_searched;        /* the rest of the object for what looks like a pod spec */
    bool has_placeholders;   /* texts may hold {{...}}, $(...), ${...} or <<...>> */
    bool is_gitops;          /* decides about other namespaces than its own */
};

/* The built-in row for a group and kind, whatever the version. NULL: not in the table. */
const struct kind *kind_find_built_in(struct text group, struct text kind);

/* The whole built-in table, sorted by kind and group, for documentation and tests. */
const struct kind *kind_built_in_table(size_t *count);

/* False, with the reason, if `path` is not of the form above. */
MUST_CHECK bool kind_path_check(struct text path, struct error *error);

#endif
