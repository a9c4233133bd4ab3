/* What the server's account may do: only where the server keeps its certificate itself. */
#include "base/check.h"
#include "core/json_node.h"
#include "examination.h"

/* The rule that the chart gives, in the words of a Role. */
static const char *const needs[RIGHT_COUNT] = {
    [RIGHT_CREATE_SECRET] = "create secrets in its namespace",
    [RIGHT_UPDATE_SECRET] = "get and update its Secret",
    [RIGHT_PATCH_WEBHOOKS] = "get and patch its ValidatingWebhookConfiguration",
};

void check_rights(struct examination *examination)
{
    size_t asked = 0;
    size_t missing = 0;
    for (size_t i = 0; i < RIGHT_COUNT; i++) {
        const struct fact *right = &examination->facts->rights[i];
        if (!examination_knows(examination, right, "the rights of the service account"))
            continue;
        asked++;
        if (json_object_get_boolean(json_member(json_member(right->value, "status"), "allowed")))
            continue;
        missing++;
        examination_add(examination, DIAGNOSIS_FAILURE,
                        "helm upgrade with the chart, which brings Role and ClusterRole",
                        "the service account may not %s", needs[i]);
    }
    if (asked != 0 && missing == 0)
        examination_add(examination, DIAGNOSIS_FINE, NULL,
                        "the service account may do what tls.mode auto needs");
}
