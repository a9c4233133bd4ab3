/* helm_image.h - how charts name images in their values, and take them apart. */
#ifndef CORE_HELM_IMAGE_H
#define CORE_HELM_IMAGE_H

#include <stdbool.h>

#include "base/text.h"
#include "image_collector.h"

/* What the name of a value says of it. */
enum helm_name {
    HELM_NAME_OTHER,
    HELM_NAME_IMAGE,     /* "image", "sidecarImage" */
    HELM_NAME_IMAGE_TAG, /* "imageTag", "sidecarImageTag" */
    HELM_NAME_IMAGES,    /* "images": a list or a mapping of images */
    HELM_NAME_PART,      /* "registry", "tag": a part of an image, none itself */
};

enum helm_name helm_name_of(struct text name);

/* "sidecarImage" of "sidecarImageTag". */
struct text helm_name_without_tag(struct text name);

/* An image in parts; an empty one is not given. */
struct helm_image {
    struct text registry;
    struct text repository;
    struct text tag;
    struct text digest;
};

/* The reference in one text, in the collector's arena. Without a repository the name is "image". */
struct text helm_image_text(struct image_collector *collector, const struct helm_image *image);

/* True for a reference with a tag or a digest, or with a placeholder that may become one. */
bool helm_text_is_image(struct text text);

bool helm_text_is_url(struct text text);

#endif
