/* Which environment each namespace is in by its label, its name or by default, and whether the API
 * server asks about it. */
#include <stddef.h>

#include "base/check.h"
#include "core/json_node.h"
#include "core/namespace_guard.h"
#include "core/policy.h"
#include "examination.h"
#include "name_group.h"
#include "selector.h"
#include "webhook.h"

/* What the gate keeps away from, so that a cluster can always start. */
static const struct text system_namespaces[] = {
    TEXT_INIT("kube-system"),
    TEXT_INIT("kube-public"),
    TEXT_INIT("kube-node-lease"),
};

static bool is_system(struct text name)
{
    for (size_t i = 0; i < ARRAY_LEN(system_namespaces); i++) {
        if (text_equal(system_namespaces[i], name))
            return true;
    }
    return false;
}

static enum condition_answer is_asked_about(struct json_object *webhook,
                                            struct json_object *namespace)
{
    struct json_object *metadata = json_member(namespace, "metadata");
    if (!webhook_judges(webhook) || !selector_matches(json_member(webhook, "namespaceSelector"),
                                                      json_member(metadata, "labels")))
        return CONDITION_FALSE;
    return conditions_hold(json_member(webhook, "matchConditions"),
                           json_member_text(metadata, "name"));
}

/* The environment by whose rules the API server has objects of the namespace judged. */
static enum condition_answer find_webhook(const struct examination *examination,
                                          struct json_object *namespace, struct text *environment)
{
    enum condition_answer best = CONDITION_FALSE;
    for (size_t i = 0; i < webhook_count(examination->facts); i++) {
        struct json_object *webhook = webhook_at(examination->facts, i);
        enum condition_answer answer = is_asked_about(webhook, namespace);
        if (answer == CONDITION_FALSE || best == CONDITION_TRUE)
            continue;
        best = answer;
        *environment = webhook_environment(webhook);
    }
    return best;
}

/* The chart leaves it out, too: the gate must not stand in the way of its own repair. */
static void look_at_own(struct examination *examination, struct json_object *namespace)
{
    const struct scope scope = {
        .label = namespace_environment_label(namespace),
        .namespace = examination->namespace,
    };
    const struct environment *environment =
        policy_environment_for(examination->config->policy, &scope);
    if (environment_denies(environment))
        examination_add(examination, DIAGNOSIS_WARNING,
                        "install the chart into a namespace with nothing else in it",
                        "namespace %.*s is the gate's own and never judged, though environment "
                        "\"%.*s\" has it",
                        TEXT_ARGS(examination->namespace), TEXT_ARGS(environment->name));
}

struct survey {
    struct name_group mislabelled; /* the label names no environment */
    struct name_group uncovered;   /* the environment denies, and nobody asks */
    struct name_group elsewhere;   /* judged by another environment than the policy says */
    struct name_group free;        /* in the default environment, for want of another */
    size_t covered;
};

static void survey_namespace(const struct examination *examination, struct survey *survey,
                             struct json_object *namespace)
{
    const struct policy *policy = examination->config->policy;
    struct text name = json_member_text(json_member(namespace, "metadata"), "name");
    struct text label = namespace_environment_label(namespace);
    if (label.len != 0 && policy_find_environment(policy, label) == NULL) {
        name_group_add(&survey->mislabelled, name);
        label = (struct text){0};
    }
    const struct scope scope = {.label = label, .namespace = name};
    const struct environment *environment = policy_environment_for(policy, &scope);
    struct text asked = {0};
    enum condition_answer answer = find_webhook(examination, namespace, &asked);
    if (answer == CONDITION_TRUE && asked.len != 0 && !text_equal(asked, environment->name))
        name_group_add(&survey->elsewhere, name);
    else if (answer == CONDITION_FALSE && environment_denies(environment))
        name_group_add(&survey->uncovered, name);
    else if (environment == policy->default_environment && label.len == 0 &&
             !environment_denies(environment))
        name_group_add(&survey->free, name);
    else
        survey->covered++;
}

static const struct {
    size_t group; /* offset in struct survey */
    enum diagnosis_level level;
    const char *text;
    const char *cure;
} sentences[] = {
    {offsetof(struct survey, mislabelled), DIAGNOSIS_FAILURE,
     "the label " ENVIRONMENT_LABEL " names an environment that there is not",
     "kubectl label --overwrite namespace NAME " ENVIRONMENT_LABEL "=ENVIRONMENT"},
    {offsetof(struct survey, uncovered), DIAGNOSIS_FAILURE,
     "their environment denies images, but no webhook looks at them",
     "helm upgrade with the same environments in the chart's values; see excludedNamespaces"},
    {offsetof(struct survey, elsewhere), DIAGNOSIS_WARNING,
     "a webhook has them judged by another environment than the configuration says",
     "helm upgrade, so that webhooks and configuration come from the same values"},
    {offsetof(struct survey, free), DIAGNOSIS_WARNING,
     "no environment names them: they are in the default one, which takes everything",
     "kubectl label namespace NAME " ENVIRONMENT_LABEL "=ENVIRONMENT, if it should not"},
};

static void report(struct examination *examination, struct survey *survey)
{
    for (size_t i = 0; i < ARRAY_LEN(sentences); i++) {
        struct name_group *group = (struct name_group *)((char *)survey + sentences[i].group);
        size_t count = group->count;
        const char *names = name_group_take(group, examination);
        if (count != 0)
            examination_add(examination, sentences[i].level, sentences[i].cure,
                            "%zu namespace%s (%s): %s", count, examination_plural(count), names,
                            sentences[i].text);
    }
    examination_add(examination, DIAGNOSIS_FINE, NULL, "%zu namespace%s in an environment",
                    survey->covered, survey->covered == 1 ? " is" : "s are");
}

void check_namespaces(struct examination *examination)
{
    const struct fact *namespaces = &examination->facts->namespaces;
    if (!examination_knows(examination, namespaces, "the namespaces") ||
        examination->config == NULL || examination->facts->webhooks.value == NULL)
        return;
    struct survey survey = {0};
    struct json_object *items = json_member(namespaces->value, "items");
    size_t count = json_list_length(items);
    for (size_t i = 0; i < count; i++) {
        struct json_object *namespace = json_object_array_get_idx(items, i);
        struct text name = json_member_text(json_member(namespace, "metadata"), "name");
        if (text_equal(name, examination->namespace))
            look_at_own(examination, namespace);
        else if (!is_system(name))
            survey_namespace(examination, &survey, namespace);
    }
    report(examination, &survey);
}
