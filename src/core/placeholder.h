/* placeholder.h - texts that something fills in before they are used. */
#ifndef CORE_PLACEHOLDER_H
#define CORE_PLACEHOLDER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/text.h"

/* {{...}} (Argo CD, Argo Workflows, Helm), $(...) (Tekton), ${...} (Flux), <<...>> (ResourceSet).
 */
bool placeholder_is_in(struct text text);

/* What can be judged of an image with placeholders: `*literal` is the image with its name filled in
 * where its tag, or its digest, is written out, else it is empty. False when there is no memory. */
MUST_CHECK bool placeholder_literal_image(struct text image, struct arena *arena,
                                          struct text *literal);

#endif
