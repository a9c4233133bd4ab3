/* namespace_labels.h - what the Namespace objects among the inputs say of their environments. */
#ifndef COMMAND_NAMESPACE_LABELS_H
#define COMMAND_NAMESPACE_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/text.h"
#include "core/policy.h"

/* One Namespace with the label ENVIRONMENT_LABEL. */
struct namespace_label {
    struct text namespace;
    struct text value; /* empty: two objects contradict each other */
    const char *path;  /* of the input; borrowed */
};

struct namespace_labels {
    struct arena arena; /* of the texts */
    struct namespace_label *items;
    size_t count;
    size_t capacity;
};

void namespace_labels_init(struct namespace_labels *labels);
void namespace_labels_release(struct namespace_labels *labels);

/* Adds the labels in the objects of one input; what cannot be read is left to those who judge it.
 * The label is looked for as plain UTF-8: one that is spelt with escapes is not seen. False when
 * there is no memory. */
MUST_CHECK bool namespace_labels_read(struct namespace_labels *labels, struct text bytes,
                                      const char *path);

/* Adds all of `from`. False when there is no memory. */
MUST_CHECK bool namespace_labels_append(struct namespace_labels *labels,
                                        const struct namespace_labels *from);

/* To be called once, before the first look-up. A namespace whose objects contradict each other, or
 * name no environment of the policy, is named on standard error and has no label: so its name
 * decides, as it does for the webhook. */
void namespace_labels_settle(struct namespace_labels *labels, const struct policy *policy);

/* The label of the namespace, or an empty text. */
struct text namespace_labels_find(const struct namespace_labels *labels, struct text namespace);

#endif
