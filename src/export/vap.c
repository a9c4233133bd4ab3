#include "export/vap.h"

#include "base/check.h"
#include "core/namespace_guard.h"
#include "expression.h"
#include "remarks.h"

/* One policy for each place of a pod spec, so that the API server knows the type of `object` and
 * checks the expressions. */
enum place { PLACE_POD, PLACE_TEMPLATE, PLACE_CRON_JOB, PLACE_POD_TEMPLATE, PLACE_COUNT };

static const struct {
    const char *group; /* all of these have only the version v1 */
    const char *resources;
    enum place place;
} resource_rows[] = {
    {"", "pods, pods/ephemeralcontainers", PLACE_POD},
    {"apps", "deployments, replicasets, statefulsets, daemonsets", PLACE_TEMPLATE},
    {"batch", "jobs", PLACE_TEMPLATE},
    {"", "replicationcontrollers", PLACE_TEMPLATE},
    {"batch", "cronjobs", PLACE_CRON_JOB},
    {"", "podtemplates", PLACE_POD_TEMPLATE},
};

static const struct {
    const char *name;
    const char *pod_spec; /* below "object" and "oldObject" */
} places[PLACE_COUNT] = {
    [PLACE_POD] = {"pods", "spec"},
    [PLACE_TEMPLATE] = {"templates", "spec.template.spec"},
    [PLACE_CRON_JOB] = {"cronjobs", "spec.jobTemplate.spec.template.spec"},
    [PLACE_POD_TEMPLATE] = {"podtemplates", "template.spec"},
};

/* By ENFORCEMENT_. */
static const char *const validation_actions[] = {
    [ENFORCEMENT_ENFORCE] = "Deny",
    [ENFORCEMENT_WARN] = "Warn",
    [ENFORCEMENT_AUDIT] = "Audit",
};

/* Where a policy is being written, and for what. */
struct target {
    const struct policy *policy;
    const struct environment *environment;
    enum place place;
    struct buffer *out;
};

static void put_name(const struct target *target)
{
    buffer_printf(target->out, "release-gate-%.*s-%s", TEXT_ARGS(target->environment->name),
                  places[target->place].name);
}

static void put_head(const struct target *target, const char *kind)
{
    buffer_printf(
        target->out,
        "---\napiVersion: admissionregistration.k8s.io/v1\nkind: %s\nmetadata:\n  name: ", kind);
    put_name(target);
    buffer_put(target->out, TEXT("\nspec:\n"));
}

/* The namespaces that the chart's webhooks leave out, too. */
static void put_constraints(const struct target *target)
{
    buffer_put(target->out, TEXT("  failurePolicy: Fail\n"
                                 "  matchConstraints:\n"
                                 "    namespaceSelector:\n"
                                 "      matchExpressions:\n"
                                 "      - key: kubernetes.io/metadata.name\n"
                                 "        operator: NotIn\n"
                                 "        values: [" VAP_EXCLUDED_NAMESPACES "]\n"
                                 "    resourceRules:\n"));
    for (size_t i = 0; i < ARRAY_LEN(resource_rows); i++) {
        if (resource_rows[i].place != target->place)
            continue;
        buffer_printf(target->out,
                      "    - apiGroups: [\"%s\"]\n      apiVersions: [v1]\n"
                      "      operations: [CREATE, UPDATE]\n      resources: [%s]\n",
                      resource_rows[i].group, resource_rows[i].resources);
    }
    buffer_put(target->out, TEXT("  matchConditions:\n"
                                 "  - name: is-not-being-deleted\n"
                                 "    expression: '!has(object.metadata.deletionTimestamp)'\n"
                                 "  variables:\n"));
}

static void begin_variable(struct buffer *out, const char *name)
{
    buffer_printf(out, "  - name: %s\n    expression: |-\n", name);
}

static void put_environment_variable(const struct target *target)
{
    begin_variable(target->out, "label");
    buffer_put(target->out,
               TEXT("      has(namespaceObject.metadata.labels) && '" ENVIRONMENT_LABEL
                    "' in namespaceObject.metadata.labels ?\n"
                    "      namespaceObject.metadata.labels['" ENVIRONMENT_LABEL "'] : ''\n"));
    begin_variable(target->out, "environment");
    environment_expression_put(target->policy, target->out);
}

/* All images of the pod spec with the list and the name that they have in it. */
static void put_uses(const struct target *target, const char *variable, const char *object)
{
    static const char *const lists[] = {"containers", "initContainers", "ephemeralContainers"};
    const char *spec = places[target->place].pod_spec;
    begin_variable(target->out, variable);
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        buffer_printf(
            target->out,
            "      (!has(%s.%s.%s) ? [] : %s.%s.%s.map(c, {'list': '%s', 'name': string(c.name),\n"
            "        'image': has(c.image) ? string(c.image) : ''})) +\n",
            object, spec, lists[i], object, spec, lists[i], lists[i]);
    }
    buffer_printf(target->out,
                  "      (!has(%s.%s.volumes) ? [] : %s.%s.volumes.filter(v, has(v.image)).map(v,\n"
                  "        {'list': 'volumes', 'name': string(v.name),\n"
                  "        'image': has(v.image.reference) ? string(v.image.reference) : ''}))\n",
                  object, spec, object, spec);
}

static void put_variables(const struct target *target)
{
    put_environment_variable(target);
    begin_variable(target->out, "mayPass");
    pass_expression_put(target->policy, target->out);
    put_uses(target, "uses", "object");
    put_uses(target, "before", "oldObject"); /* asked for UPDATE only */
    begin_variable(target->out, "references");
    reference_expression_put(target->policy, target->out);
    begin_variable(target->out, "refused");
    refused_expression_put(target->policy, target->environment, target->out);
}

static void put_validation(const struct target *target)
{
    struct text name = target->environment->name;
    buffer_printf(target->out,
                  "  validations:\n"
                  "  - expression: |-\n"
                  "      variables.environment != '%.*s' || variables.mayPass || "
                  "variables.refused.size() == 0\n"
                  "    reason: Forbidden\n"
                  "    message: an image is not certainly one that %.*s accepts\n"
                  "    messageExpression: |-\n"
                  "      'release-gate: ' + variables.refused[0].list + ' \"' + "
                  "variables.refused[0].name + '\": image \"' +\n"
                  "      variables.refused[0].image + '\" is not certainly one that %.*s accepts; "
                  "use a release tag (vX.Y.Z)'\n",
                  TEXT_ARGS(name), TEXT_ARGS(name), TEXT_ARGS(name));
}

static void put_policy(const struct target *target)
{
    put_head(target, "ValidatingAdmissionPolicy");
    put_constraints(target);
    put_variables(target);
    put_validation(target);
    put_head(target, "ValidatingAdmissionPolicyBinding");
    buffer_put(target->out, TEXT("  policyName: "));
    put_name(target);
    buffer_printf(target->out, "\n  validationActions: [%s]\n",
                  validation_actions[target->environment->mode]);
}

void vap_put(const struct policy *policy, const struct environment *only, struct buffer *out)
{
    remarks_put(policy, only, out);
    for (size_t i = 0; i < policy->environment_count; i++) {
        const struct environment *environment = &policy->environments[i];
        if ((only != NULL && environment != only) || !environment_denies(environment))
            continue;
        for (unsigned place = 0; place < PLACE_COUNT; place++) {
            struct target target = {policy, environment, (enum place)place, out};
            put_policy(&target);
        }
    }
}
