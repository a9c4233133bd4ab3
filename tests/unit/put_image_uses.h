/* put_image_uses.h - images of an object as text, to be compared. */
#ifndef TESTS_PUT_IMAGE_USES_H
#define TESTS_PUT_IMAGE_USES_H

#include "base/buffer.h"
#include "core/workload.h"

/* A line each: "spec.containers[0].image=nginx:1", or the path and what is wrong there. */
void put_image_uses(struct buffer *out, const struct image_uses *uses);

#endif
