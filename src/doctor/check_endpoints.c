/* Does anybody answer? The endpoints of the Service and the replicas behind them. */
#include <inttypes.h>

#include "base/check.h"
#include "core/json_node.h"
#include "examination.h"

/* An absent condition counts as ready (discovery.k8s.io/v1 EndpointConditions). */
static bool is_ready(struct json_object *endpoint)
{
    struct json_object *ready = json_member(json_member(endpoint, "conditions"), "ready");
    return ready == NULL || json_object_get_boolean(ready);
}

static size_t count_ready(struct json_object *slices, size_t *all)
{
    size_t ready = 0;
    struct json_object *items = json_member(slices, "items");
    for (size_t i = 0; i < json_list_length(items); i++) {
        struct json_object *endpoints =
            json_member(json_object_array_get_idx(items, i), "endpoints");
        for (size_t k = 0; k < json_list_length(endpoints); k++) {
            ready += is_ready(json_object_array_get_idx(endpoints, k)) ? 1 : 0;
            (*all)++;
        }
    }
    return ready;
}

void check_endpoints(struct examination *examination)
{
    size_t all = 0;
    if (!examination_knows(examination, &examination->facts->slices, "the endpoints"))
        return;
    size_t ready = count_ready(examination->facts->slices.value, &all);
    if (ready == 0)
        examination_add(
            examination, DIAGNOSIS_FAILURE,
            examination_text(examination, "kubectl -n %.*s describe pods; to open the cluster: %s",
                             TEXT_ARGS(examination->namespace), "docs/emergency.md"),
            "Service %.*s/%.*s has no ready endpoint (of %zu): webhooks with failurePolicy "
            "Fail refuse every change",
            TEXT_ARGS(examination->namespace), TEXT_ARGS(examination->service), all);
    else
        examination_add(examination, DIAGNOSIS_FINE, NULL, "%zu of %zu endpoints are ready", ready,
                        all);
}

void check_replicas(struct examination *examination)
{
    const struct fact *deployment = &examination->facts->deployment;
    if (!examination_knows(examination, deployment, "the Deployment"))
        return;
    struct json_object *spec = json_member(deployment->value, "spec");
    struct json_object *status = json_member(deployment->value, "status");
    int64_t wanted = json_object_get_int64(json_member(spec, "replicas"));
    int64_t available = json_object_get_int64(json_member(status, "availableReplicas"));
    if (available < wanted)
        examination_add(examination, available == 0 ? DIAGNOSIS_FAILURE : DIAGNOSIS_WARNING,
                        examination_text(examination, "kubectl -n %.*s get events",
                                         TEXT_ARGS(examination->namespace)),
                        "%" PRId64 " of %" PRId64 " replicas are available", available, wanted);
    else if (wanted < 2)
        examination_add(examination, DIAGNOSIS_WARNING, "replicaCount: 2 in the chart's values",
                        "there is one replica: while its node is drained, nobody answers");
    else
        examination_add(examination, DIAGNOSIS_FINE, NULL, "%" PRId64 " replicas are available",
                        available);
}
