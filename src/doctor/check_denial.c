/* The proof: a Pod with a pre-release, as a dry run, in a namespace that takes releases only. */
#include "base/check.h"
#include "core/json_node.h"
#include "core/namespace_guard.h"
#include "examination.h"

static bool takes_releases_only(const struct policy *policy, struct json_object *namespace)
{
    const struct scope scope = {
        .label = namespace_environment_label(namespace),
        .namespace = json_member_text(json_member(namespace, "metadata"), "name"),
    };
    const struct environment *environment = policy_environment_for(policy, &scope);
    return environment != NULL && environment->mode == ENFORCEMENT_ENFORCE &&
           environment_accepts_releases_only(environment, false);
}

struct text doctor_namespace_to_try(const struct doctor_facts *facts)
{
    struct text found = {0};
    struct config *config = examination_read_config(facts, NULL);
    struct json_object *items = json_member(facts->namespaces.value, "items");
    size_t count = config != NULL ? json_list_length(items) : 0;
    for (size_t i = 0; i < count && found.len == 0; i++) {
        struct json_object *namespace = json_object_array_get_idx(items, i);
        if (takes_releases_only(config->policy, namespace))
            found = json_member_text(json_member(namespace, "metadata"), "name");
    }
    config_free(config);
    return found;
}

/* What the API server begins with when it could not ask. */
static bool is_failed_call(struct text refusal)
{
    return text_contains(refusal, TEXT("failed calling webhook"));
}

void check_denial(struct examination *examination)
{
    const struct fact *denial = &examination->facts->denial;
    struct text refusal = text_from_string(denial->problem);
    if (denial->value != NULL)
        examination_add(examination, DIAGNOSIS_FAILURE,
                        "see the other findings; no webhook looks at the namespace, or the "
                        "server's rules admit it",
                        "a pre-release was admitted to production in a dry run");
    else if (text_contains(refusal, TEXT("[RG005]")))
        examination_add(examination, DIAGNOSIS_FINE, NULL,
                        "a pre-release was refused in a dry run");
    else if (is_failed_call(refusal))
        examination_add(examination, DIAGNOSIS_FAILURE, "docs/troubleshooting.md has the error",
                        "API servers cannot ask the server: %s", denial->problem);
    else if (refusal.len != 0)
        examination_add(examination, DIAGNOSIS_UNKNOWN, NULL,
                        "a dry run was refused, but not by the gate: %s", denial->problem);
    else if (examination->config != NULL)
        examination_add(examination, DIAGNOSIS_UNKNOWN, NULL,
                        "no namespace takes full releases only: a denial was not tried");
}
