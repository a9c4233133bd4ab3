/* gate.h - the product: a policy and an object in, a verdict out. */
#ifndef CORE_GATE_H
#define CORE_GATE_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"
#include "core/policy.h"
#include "core/verdict.h"

/* admission.k8s.io/v1 Operation; whatever is not known is judged like a creation. */
enum operation {
    OPERATION_UNKNOWN,
    OPERATION_CREATE,
    OPERATION_UPDATE,
    OPERATION_DELETE,
    OPERATION_CONNECT,
};

/* Who asks; empty when nobody knows, as on the command line. */
struct requester {
    struct text name;
    struct text_list groups;
};

/* What is judged. All of it borrowed: it must outlive the verdict. */
struct subject {
    enum operation operation;
    struct text group; /* of the kind; "" is the core group */
    struct text kind;
    struct text resource;    /* "pods"; may be empty */
    struct text subresource; /* "ephemeralcontainers"; empty: the object itself */
    struct text name;        /* metadata.name, or metadata.generateName and a '*' */
    struct scope scope;      /* scope.namespace is the object's */
    struct requester requester;
    struct json_object *object; /* NULL denies, except where nothing is judged */
    struct json_object *old_object;
    unsigned today; /* as 20261124; 0 (not known) counts as after every exemption's last day */
};

/* The namespace whose environment decides: that which the object deploys to (Argo CD's Application,
 * Flux' HelmRelease), else the object's own. Empty: none is named. Borrowed from the subject. */
struct text subject_namespace(const struct policy *policy, const struct subject *subject);

#define BREAK_GLASS_ANNOTATION "release-gate.power-edge.io/break-glass"

/* What that annotation of the object says, without blanks around it; empty: nothing. Whether it
 * counts depends on the requester. Borrowed from the object. */
struct text subject_break_glass_reason(const struct subject *subject);

/* Globs of the users whose objects only warn (policy.h, controller_pods), and the kinds of these.
 */
extern const struct text_list gate_controllers;
extern const struct text_list gate_controlled_kinds;

/* True with a whole verdict, or false with the reason and a verdict that denies: no memory, an
 * environment that the policy does not have, a pattern that reached its limit. */
MUST_CHECK bool gate_judge(const struct policy *policy, const struct subject *subject,
                           struct arena *arena, struct verdict *verdict, struct error *error);

#endif
