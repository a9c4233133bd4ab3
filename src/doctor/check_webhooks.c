/* The webhook configuration: is it there, does it lead to the Service, does a failure refuse? */
#include "base/check.h"
#include "core/json_node.h"
#include "doctor/doctor.h"
#include "examination.h"
#include "webhook.h"

static void check_service(struct examination *examination)
{
    const struct fact *service = &examination->facts->service;
    if (!examination_knows(examination, service, "the Service")) {
        if (service->problem == NULL)
            examination_add(examination, DIAGNOSIS_FAILURE,
                            "install the chart again: helm upgrade --install",
                            "the webhooks call the Service %.*s/%.*s, which does not exist",
                            TEXT_ARGS(examination->namespace), TEXT_ARGS(examination->service));
        return;
    }
    struct json_object *selector = json_member(json_member(service->value, "spec"), "selector");
    if (selector == NULL)
        examination_add(examination, DIAGNOSIS_WARNING, NULL,
                        "the Service %.*s/%.*s has no selector: its endpoints are written by hand",
                        TEXT_ARGS(examination->namespace), TEXT_ARGS(examination->service));
}

void check_webhooks(struct examination *examination)
{
    const struct doctor_facts *facts = examination->facts;
    if (!examination_knows(examination, &facts->webhooks, "the webhook configuration")) {
        if (facts->webhooks.problem == NULL)
            examination_add(
                examination, DIAGNOSIS_FAILURE,
                "helm upgrade --install release-gate charts/release-gate -n "
                "release-gate, or name another with --webhook-configuration",
                "there is no ValidatingWebhookConfiguration \"%.*s\": nothing is judged",
                TEXT_ARGS(facts->webhooks_name));
        return;
    }
    size_t count = webhook_count(facts);
    if (count == 0)
        examination_add(
            examination, DIAGNOSIS_FAILURE,
            "give an environment rules that deny, or install the chart again",
            "ValidatingWebhookConfiguration \"%.*s\" has no webhooks: nothing is judged",
            TEXT_ARGS(facts->webhooks_name));
    else
        examination_add(examination, DIAGNOSIS_FINE, NULL,
                        "ValidatingWebhookConfiguration \"%.*s\" has %zu webhook%s for "
                        "Service %.*s/%.*s",
                        TEXT_ARGS(facts->webhooks_name), count, examination_plural(count),
                        TEXT_ARGS(examination->namespace), TEXT_ARGS(examination->service));
    check_service(examination);
}

static bool knows_environment(const struct examination *examination, struct text name)
{
    return examination->config == NULL ||
           policy_find_environment(examination->config->policy, name) != NULL;
}

static bool is_called(const struct doctor_facts *facts, struct text environment)
{
    for (size_t i = 0; i < webhook_count(facts); i++) {
        if (text_equal(webhook_environment(webhook_at(facts, i)), environment))
            return true;
    }
    return false;
}

void check_environments(struct examination *examination)
{
    const struct doctor_facts *facts = examination->facts;
    size_t problems = 0;
    for (size_t i = 0; i < webhook_count(facts); i++) {
        struct text name = webhook_environment(webhook_at(facts, i));
        if (name.len == 0 || knows_environment(examination, name))
            continue;
        problems++;
        examination_add(examination, DIAGNOSIS_FAILURE,
                        "make the environments of both the same: helm upgrade with the values of "
                        "the chart",
                        "webhook \"%.*s\" asks for environment \"%.*s\", which the server's "
                        "configuration does not have: it answers 404",
                        TEXT_ARGS(webhook_name(webhook_at(facts, i))), TEXT_ARGS(name));
    }
    if (examination->config == NULL || facts->webhooks.value == NULL)
        return;
    const struct policy *policy = examination->config->policy;
    for (size_t i = 0; i < policy->environment_count; i++) {
        const struct environment *environment = &policy->environments[i];
        if (!environment_denies(environment) || is_called(facts, environment->name))
            continue;
        problems++;
        examination_add(examination, DIAGNOSIS_WARNING,
                        "helm upgrade with this environment among the chart's values",
                        "environment \"%.*s\" denies images, but no webhook asks for it",
                        TEXT_ARGS(environment->name));
    }
    if (problems == 0)
        examination_add(examination, DIAGNOSIS_FINE, NULL,
                        "webhooks and configuration have the same environments");
}

static bool enforces(const struct examination *examination, struct text name)
{
    const struct environment *environment =
        examination->config != NULL ? policy_find_environment(examination->config->policy, name)
                                    : NULL;
    return environment != NULL && environment->mode == ENFORCEMENT_ENFORCE &&
           environment_accepts_releases_only(environment, false);
}

/* What stands in the way of the API server where it need not. */
enum { LONG_TIMEOUT_SECONDS = 10 };

static void check_timeout(struct examination *examination, struct json_object *webhook)
{
    int seconds = json_object_get_int(json_member(webhook, "timeoutSeconds"));
    if (seconds <= LONG_TIMEOUT_SECONDS)
        return;
    examination_add(examination, DIAGNOSIS_WARNING, "webhook.timeoutSeconds: 5 in the chart",
                    "webhook \"%.*s\" is waited for %d s: a slow network stops every change",
                    TEXT_ARGS(webhook_name(webhook)), seconds);
}

void check_failure_policy(struct examination *examination)
{
    const struct doctor_facts *facts = examination->facts;
    size_t problems = 0;
    for (size_t i = 0; i < webhook_count(facts); i++) {
        struct json_object *webhook = webhook_at(facts, i);
        bool is_open = text_equal(json_member_text(webhook, "failurePolicy"), TEXT("Ignore"));
        check_timeout(examination, webhook);
        if (!is_open || !enforces(examination, webhook_environment(webhook)))
            continue;
        problems++;
        examination_add(examination, DIAGNOSIS_WARNING,
                        "failurePolicy: Fail for this environment in the chart's values",
                        "webhook \"%.*s\" has failurePolicy Ignore: while the server is away, "
                        "everything gets in",
                        TEXT_ARGS(webhook_name(webhook)));
    }
    if (problems == 0 && webhook_count(facts) != 0)
        examination_add(examination, DIAGNOSIS_FINE, NULL,
                        "environments that take releases only refuse while the server is away");
}
