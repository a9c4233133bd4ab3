/* doctor.h - what is wrong with an installation, and the cure for it. Pure: the caller fetches. */
#ifndef DOCTOR_DOCTOR_H
#define DOCTOR_DOCTOR_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/text.h"

/* What the API server said of one object or list. Neither value nor problem: there is none. */
struct fact {
    struct json_object *value;
    const char *problem; /* why it is not known: "the API server answered 403 (Forbidden): ..." */
};

/* What the server's service account must be allowed to do, as asked by SubjectAccessReviews. */
enum right {
    RIGHT_CREATE_SECRET,
    RIGHT_UPDATE_SECRET,
    RIGHT_PATCH_WEBHOOKS,
    RIGHT_COUNT,
};

/* All of it borrowed: it must outlive the diagnoses. */
struct doctor_facts {
    struct text webhooks_name; /* of the ValidatingWebhookConfiguration */
    struct fact webhooks;
    struct fact service;
    struct fact slices; /* EndpointSliceList of the Service */
    struct fact deployment;
    struct fact config_map; /* the server's configuration, key config.yaml */
    struct fact secret;     /* the serving certificate, keys tls.crt and tls.key */
    struct fact namespaces; /* NamespaceList */
    struct fact denial;     /* a pre-release in doctor_namespace_to_try as a dry run: what was made,
                               or as problem the refusal; neither: not tried */
    struct fact rights[RIGHT_COUNT]; /* SubjectAccessReview; nothing: not needed */
    struct text secret_name;
    int64_t now; /* seconds since 1970 */
};

enum diagnosis_level {
    DIAGNOSIS_FAILURE, /* something is let through, refused or about to be, that should not */
    DIAGNOSIS_WARNING,
    DIAGNOSIS_UNKNOWN, /* could not be looked at */
    DIAGNOSIS_FINE,
    DIAGNOSIS_LEVEL_COUNT,
};

struct diagnosis {
    enum diagnosis_level level;
    const char *check; /* "ca-bundle"; static storage */
    struct text text;
    struct text cure; /* a command or a sentence; empty where nothing is to be done */
};

struct diagnoses {
    struct diagnosis *items;
    size_t count;
    size_t capacity;
    size_t levels[DIAGNOSIS_LEVEL_COUNT];
};

/* All checks, in the order in which a person would look. Texts live in `arena`. False when there
 * is no memory. */
MUST_CHECK bool doctor_examine(const struct doctor_facts *facts, struct arena *arena,
                               struct diagnoses *diagnoses);

/* A namespace that takes full releases only, by configuration and namespaces; empty: there is none.
 * Borrowed from the facts. */
struct text doctor_namespace_to_try(const struct doctor_facts *facts);

/* One line for each diagnosis, the cure below it, and a summary. */
void doctor_put_text(struct buffer *out, const struct diagnoses *diagnoses);

/* {"diagnoses": [{"level", "check", "text", "cure"}], "failures", "warnings", "unknown"} */
void doctor_put_json(struct buffer *out, const struct diagnoses *diagnoses);

#endif
