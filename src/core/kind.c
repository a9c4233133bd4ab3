#include "core/kind.h"

#include "base/limits.h"

#define BUILT_IN(group_name, kind_name, path)                                                      \
    {                                                                                              \
        .group = TEXT_INIT(group_name), .kind = TEXT_INIT(kind_name), .pod_specs = &(path),        \
        .pod_spec_count = 1, .requires_image = true                                                \
    }

#define OVERRIDES(group_name, kind_name, path)                                                     \
    {                                                                                              \
        .group = TEXT_INIT(group_name), .kind = TEXT_INIT(kind_name), .overrides = &(path),        \
        .override_count = 1                                                                        \
    }

static const struct text root = TEXT_INIT("");
static const struct text pod = TEXT_INIT("spec");
static const struct text template = TEXT_INIT("template.spec");
static const struct text workload = TEXT_INIT("spec.template.spec");
static const struct text cron_job = TEXT_INIT("spec.jobTemplate.spec.template.spec");

/* Kubernetes 1.37, every type of k8s.io/api that embeds a pod spec. The groups that older servers
 * served are here too: their paths are the same. */
static const struct kind built_in[] = {
    BUILT_IN("", "Pod", pod),
    BUILT_IN("", "PodTemplate", template),
    BUILT_IN("", "ReplicationController", workload),
    BUILT_IN("apps", "Deployment", workload),
    BUILT_IN("apps", "ReplicaSet", workload),
    BUILT_IN("apps", "StatefulSet", workload),
    BUILT_IN("apps", "DaemonSet", workload),
    BUILT_IN("batch", "Job", workload),
    BUILT_IN("batch", "CronJob", cron_job),
    BUILT_IN("extensions", "Deployment", workload),
    BUILT_IN("extensions", "ReplicaSet", workload),
    BUILT_IN("extensions", "DaemonSet", workload),
    /* Rollout history: a revision runs only through an update of its owner, which is judged. */
    {.group = TEXT_INIT("apps"), .kind = TEXT_INIT("ControllerRevision")},
    /* Never in a cluster, but in the repositories that are deployed from. */
    OVERRIDES("kustomize.config.k8s.io", "Kustomization", root),
    OVERRIDES("kustomize.config.k8s.io", "Component", root),
};

const struct kind *kind_find_built_in(struct text group, struct text kind)
{
    for (size_t i = 0; i < ARRAY_LEN(built_in); i++) {
        if (text_equal(built_in[i].kind, kind) && text_equal(built_in[i].group, group))
            return &built_in[i];
    }
    return NULL;
}

const struct kind *kind_built_in_table(size_t *count)
{
    *count = ARRAY_LEN(built_in);
    return built_in;
}

static bool segment_is_valid(struct text segment)
{
    if (text_ends_with(segment, TEXT("[]")))
        segment.len -= 2;
    if (segment.len == 0 || segment.len > LIMIT_PATH_SEGMENT_BYTES)
        return false;
    for (size_t i = 0; i < segment.len; i++) {
        if (segment.ptr[i] == '[' || segment.ptr[i] == ']' || segment.ptr[i] == '\0')
            return false;
    }
    return true;
}

bool kind_path_check(struct text path, struct error *error)
{
    struct text rest = path;
    do {
        struct text segment = text_cut(&rest, '.');
        if (!segment_is_valid(segment))
            return error_set(error, ERROR_VALUE,
                             "\"%.*s\" is not a path such as \"spec.tasks[].template.spec\"",
                             TEXT_ARGS(path));
    } while (rest.ptr != NULL);
    return true;
}
