/* workload.h - every place in an object that names an image or a revision. */
#ifndef CORE_WORKLOAD_H
#define CORE_WORKLOAD_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/text.h"
#include "core/embedded.h"
#include "core/kind.h"

/* The list that an image stands in: of a pod spec (Kubernetes 1.37, core/v1 PodSpec), or
 * kustomize's own. */
enum image_list {
    IMAGE_LIST_NONE, /* a field of a custom resource, outside of any pod spec */
    IMAGE_LIST_CONTAINERS,
    IMAGE_LIST_INIT_CONTAINERS,
    IMAGE_LIST_EPHEMERAL_CONTAINERS,
    IMAGE_LIST_VOLUMES,   /* volumes[].image.reference */
    IMAGE_LIST_OVERRIDES, /* kustomize's images[]: name, newName, newTag, digest */
    IMAGE_LIST_COUNT,
};

/* How far into the object the place could be followed. */
enum image_place {
    IMAGE_PLACE_OWNER,   /* `path` itself */
    IMAGE_PLACE_LIST,    /* path.containers */
    IMAGE_PLACE_ELEMENT, /* path.containers[0] */
    IMAGE_PLACE_IMAGE,   /* path.containers[0].image */
};

/* Texts borrow from the object, from the kind table and from the arena. */
struct image_use {
    enum revision_sort revision; /* how `image` is to be read; REVISION_NONE: as an image */
    bool is_default;             /* the revision is not written there: it holds if none is */
    bool is_opaque;              /* a text that nothing can be said of; `image` is empty */
    struct text source;          /* what the revision is of: a URL, a chart; empty: not known */
    struct text fix_path;        /* where a released revision should stand, and of which sort */
    enum revision_sort fix_sort;
    enum image_list list;
    enum image_place place;
    struct text path; /* of the pod spec, "spec.template.spec"; of the field for IMAGE_LIST_NONE */
    size_t index;     /* in the list */
    struct text name; /* of the container or volume; empty: it has none */
    struct text image;
    struct json_object *node; /* what has the position: the image, or what could not be read */
    const char *problem;      /* why it cannot be read: "is not a list"; NULL: it can */
};

struct image_uses {
    struct image_use *items;
    size_t count;
};

/* All images and revisions of `object`, in the order of the kind's places, and in a pod spec of
 * list and index. `kind` tells where they stand; NULL looks for everything in the object that looks
 * like a pod spec, outside of metadata and status. `read_yaml` reads texts in it; NULL: they are
 * opaque. A place that should name an image and cannot be read is in the result too, with its
 * problem. False when there is no memory. */
MUST_CHECK bool workload_images(struct json_object *object, const struct kind *kind,
                                embedded_read *read_yaml, struct arena *arena,
                                struct image_uses *uses);

/* Appends "spec.template.spec.initContainers[0].image". */
void image_use_put_path(const struct image_use *use, struct buffer *out);

/* "init container", "volume": what a message calls an element of the list. Static storage. */
const char *image_list_noun(enum image_list list);

/* "initContainers"; empty for IMAGE_LIST_NONE. Static storage. */
const char *image_list_field(enum image_list list);

/* "image.reference": where in an element the image stands. Static storage. */
const char *image_list_image(enum image_list list);

#endif
