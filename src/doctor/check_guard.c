/* Does anybody keep the label that chooses the environment of a namespace? */
#include "base/check.h"
#include "core/json_node.h"
#include "core/namespace_guard.h"
#include "examination.h"
#include "webhook.h"

static struct json_object *find_guard(const struct doctor_facts *facts)
{
    for (size_t i = 0; i < webhook_count(facts); i++) {
        if (webhook_guards(webhook_at(facts, i)))
            return webhook_at(facts, i);
    }
    return NULL;
}

void check_guard(struct examination *examination)
{
    struct json_object *guard = find_guard(examination->facts);
    if (webhook_count(examination->facts) == 0)
        return;
    if (guard == NULL)
        examination_add(examination, DIAGNOSIS_WARNING,
                        "namespaceGuard.enabled: true in the chart's values",
                        "no webhook keeps the label " ENVIRONMENT_LABEL ": who may change a "
                        "namespace chooses its environment");
    else if (text_equal(json_member_text(guard, "failurePolicy"), TEXT("Ignore")))
        examination_add(examination, DIAGNOSIS_WARNING,
                        "namespaceGuard.failurePolicy: Fail in the chart's values",
                        "webhook \"%.*s\" has failurePolicy Ignore: while the server is away, who "
                        "may change a namespace chooses its environment",
                        TEXT_ARGS(webhook_name(guard)));
    else
        examination_add(examination, DIAGNOSIS_FINE, NULL,
                        "a webhook keeps the label " ENVIRONMENT_LABEL);
}
