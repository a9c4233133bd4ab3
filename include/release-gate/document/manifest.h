/* manifest.h - the Kubernetes objects in a file, whatever its format. */
#ifndef DOCUMENT_MANIFEST_H
#define DOCUMENT_MANIFEST_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "core/gate.h"

/* The objects of one file, one after the other; memory is needed for one document at a time. */
struct manifest_reader;

/* `bytes` and `name` must outlive the reader. `name` is the path: a kustomization.yaml is known by
 * it. Text that starts with '{' or '[' and is JSON is read as JSON (documents may follow each
 * other), anything else as YAML. NULL when there is no memory. */
MUST_CHECK struct manifest_reader *manifest_reader_new(struct text bytes, struct text name);
void manifest_reader_free(struct manifest_reader *reader);

/* An object with kind and apiVersion; borrowed until the next call. */
struct manifest {
    struct json_object *object;
    size_t line; /* on which it begins */
    struct text group;
    struct text kind;
    struct text namespace; /* metadata.namespace; of a Kustomization its own `namespace` */
    struct text name;      /* metadata.name, or generateName and '*' */
};

/* The creation of the object, borrowed from the manifest: what the webhook would be asked. Where
 * and when (scope.environment, scope.label, today) is the caller's to add. */
struct subject manifest_subject(const struct manifest *manifest);

enum manifest_result {
    MANIFEST_FAILED, /* reason in `error`; the next call goes on behind it, where that is possible
                      */
    MANIFEST_OBJECT,
    MANIFEST_SKIPPED, /* a document that is no Kubernetes object (no kind or apiVersion) */
    MANIFEST_END,
};

/* The next object. What has a list `items` is a list, as for kubectl: its items come one by one,
 * and those of a PodList that do not say what they are, are Pods. An object whose kind does not
 * end in "List" comes too, before its items. A Helm template that was not rendered is an error
 * with the command that renders it. Repeated keys are added to `warnings` (may be NULL). Errors
 * and warnings name file, line and column. */
MUST_CHECK enum manifest_result manifest_reader_next(struct manifest_reader *reader,
                                                     struct manifest *manifest,
                                                     struct error_list *warnings,
                                                     struct error *error);

#endif
