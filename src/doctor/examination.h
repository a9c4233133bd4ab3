/* examination.h - what the checks share: the facts, the policy that holds, the list they add to. */
#ifndef DOCTOR_EXAMINATION_H
#define DOCTOR_EXAMINATION_H

#include "base/arena.h"
#include "base/check.h"
#include "base/text.h"
#include "config/config.h"
#include "doctor/doctor.h"

struct examination {
    const struct doctor_facts *facts;
    const struct config *config; /* the server's; NULL: not known */
    struct text service;         /* "release-gate" */
    struct text namespace;       /* of the service */
    struct arena *arena;
    struct diagnoses *diagnoses;
    const char *check; /* the one that is running */
    bool failed;       /* no memory */
};

/* Adds a diagnosis of the running check. `cure` may be NULL. */
void examination_add(struct examination *examination, enum diagnosis_level level, const char *cure,
                     const char *format, ...) PRINTF_LIKE(4, 5);

/* A text that lives as long as the examination; empty when there is no memory. */
const char *examination_text(struct examination *examination, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* True if the fact has a value. If it is not known, says so; if it is not there, says nothing. */
bool examination_knows(struct examination *examination, const struct fact *fact, const char *what);

/* The configuration that the server runs with, from its ConfigMap; NULL, with the reason in `error`
 * (may be NULL), if it is not known or is refused. The caller frees it. */
struct config *examination_read_config(const struct doctor_facts *facts, struct error *error);

/* "s" unless there is exactly one. */
const char *examination_plural(size_t count);

/* One row for each: name and function. */
void check_webhooks(struct examination *examination);
void check_environments(struct examination *examination);
void check_failure_policy(struct examination *examination);
void check_endpoints(struct examination *examination);
void check_replicas(struct examination *examination);
void check_certificate(struct examination *examination);
void check_ca_bundle(struct examination *examination);
void check_rights(struct examination *examination);
void check_guard(struct examination *examination);
void check_namespaces(struct examination *examination);
void check_denial(struct examination *examination);

#endif
