/* webhook.h - the parts of a ValidatingWebhookConfiguration (admissionregistration.k8s.io/v1). */
#ifndef DOCTOR_WEBHOOK_H
#define DOCTOR_WEBHOOK_H

#include "doctor/doctor.h"

/* 0 where the configuration is not known or has none. */
size_t webhook_count(const struct doctor_facts *facts);

/* NULL past the last one; all below accept it. */
struct json_object *webhook_at(const struct doctor_facts *facts, size_t index);

struct text webhook_name(struct json_object *webhook);

/* Of clientConfig.service. */
struct json_object *webhook_service(struct json_object *webhook);

/* As in the API server, base64; empty: none. */
struct text webhook_ca_bundle(struct json_object *webhook);

/* ENVIRONMENT of the path /validate/ENVIRONMENT; empty: another path. */
struct text webhook_environment(struct json_object *webhook);

/* Is it the one for the environment label of namespaces? */
bool webhook_guards(struct json_object *webhook);

/* Does it ask about Pods? The namespace guard does not, nor does the one for GitOps objects, whose
 * environment is not that of their namespace. */
bool webhook_judges(struct json_object *webhook);

#endif
