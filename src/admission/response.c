#include "response.h"

#include "base/escape.h"
#include "base/limits.h"
#include "core/message.h"
#include "core/namespace_guard.h"

/* metav1.Status codes and reasons. */
enum { STATUS_FORBIDDEN = 403, STATUS_INTERNAL_ERROR = 500 };

void admission_put_denial(struct buffer *out, const struct policy *policy,
                          const struct admission *admission)
{
    if (admission->failure.kind != ERROR_NONE)
        buffer_printf(out, "release-gate could not judge this object and so denies it: %s",
                      admission->failure.text);
    else if (admission->question == ADMISSION_NAMESPACE_LABEL)
        namespace_guard_put_denial(out, policy, &admission->subject);
    else
        message_put_denial(out, policy, &admission->subject, &admission->verdict);
}

static void put_status(struct buffer *out, const struct policy *policy,
                       const struct admission *admission)
{
    bool has_failed = admission->failure.kind != ERROR_NONE;
    struct buffer message = {0};
    admission_put_denial(&message, policy, admission);
    out->failed = out->failed || message.failed;
    buffer_put(out, TEXT(",\"status\":{\"status\":\"Failure\",\"message\":"));
    escape_for_json(out, buffer_text(&message));
    buffer_printf(out, ",\"reason\":\"%s\",\"code\":%d}",
                  has_failed ? "InternalError" : "Forbidden",
                  has_failed ? STATUS_INTERNAL_ERROR : STATUS_FORBIDDEN);
    buffer_release(&message);
}

static void put_warning(struct buffer *out, const struct finding *finding)
{
    struct buffer warning = {0};
    message_put_warning(&warning, finding);
    out->failed = out->failed || warning.failed;
    escape_for_json(out, buffer_text(&warning));
    buffer_release(&warning);
}

static void put_warnings(struct buffer *out, const struct verdict *verdict)
{
    size_t written = 0;
    if (verdict->outcome_counts[OUTCOME_WARN] == 0)
        return;
    buffer_put(out, TEXT(",\"warnings\":["));
    for (size_t i = 0; i < verdict->finding_count && written < LIMIT_WARNINGS; i++) {
        if (verdict->findings[i].outcome != OUTCOME_WARN)
            continue;
        if (written++ != 0)
            buffer_put_char(out, ',');
        put_warning(out, &verdict->findings[i]);
    }
    buffer_put_char(out, ']');
}

/* The ids of all rules that have a finding, in their order: "RG004,RG006". */
static void put_rules(struct buffer *out, const struct verdict *verdict)
{
    unsigned seen = verdict_rules(verdict);
    const char *separator = "";
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        if ((seen & (1U << rule)) == 0)
            continue;
        buffer_put(out, text_from_string(separator));
        buffer_put(out, text_from_string(rule_at(rule)->id));
        separator = ",";
    }
}

static void put_mitigations(struct buffer *out, const struct verdict *verdict)
{
    unsigned seen = verdict_mitigations(verdict);
    const char *separator = "";
    for (unsigned i = MITIGATION_NONE + 1; i < MITIGATION_COUNT; i++) {
        if ((seen & (1U << i)) == 0)
            continue;
        buffer_put(out, text_from_string(separator));
        buffer_put(out, text_from_string(mitigation_name((enum mitigation)i)));
        separator = ",";
    }
}

/* The API server puts the webhook's name before each key. */
static void put_audit_annotations(struct buffer *out, const struct policy *policy,
                                  const struct admission *admission)
{
    const struct verdict *verdict = &admission->verdict;
    buffer_put(out, TEXT(",\"auditAnnotations\":{\"environment\":"));
    escape_for_json(out, verdict->environment != NULL ? verdict->environment->name : TEXT(""));
    buffer_put(out, TEXT(",\"decision\":\""));
    buffer_put(out, text_from_string(verdict_decision_name(verdict)));
    buffer_put(out, TEXT("\",\"rules\":\""));
    put_rules(out, verdict);
    buffer_put(out, TEXT("\",\"mitigations\":\""));
    put_mitigations(out, verdict);
    buffer_put(out, TEXT("\",\"policy\":\""));
    buffer_put(out, text_from_string(policy->hash));
    buffer_put(out, TEXT("\"}"));
}

void response_put(struct buffer *out, const struct policy *policy,
                  const struct admission *admission)
{
    const struct verdict *verdict = &admission->verdict;
    buffer_put(out, TEXT("{\"kind\":\"AdmissionReview\",\"apiVersion\":"));
    escape_for_json(out, admission->api_version);
    buffer_put(out, TEXT(",\"response\":{\"uid\":"));
    escape_for_json(out, admission->uid);
    buffer_put(out, verdict->allowed ? TEXT(",\"allowed\":true") : TEXT(",\"allowed\":false"));
    if (!verdict->allowed || admission->failure.kind != ERROR_NONE)
        put_status(out, policy, admission);
    put_warnings(out, verdict);
    put_audit_annotations(out, policy, admission);
    buffer_put(out, TEXT("}}"));
}

static void put_reason(struct buffer *out, const struct policy *policy,
                       const struct admission *admission)
{
    struct buffer reason = {0};
    admission_put_denial(&reason, policy, admission);
    out->failed = out->failed || reason.failed;
    buffer_put(out, TEXT(",\"reason\":"));
    escape_for_json(out, buffer_text(&reason));
    buffer_release(&reason);
}

void response_put_image_review(struct buffer *out, const struct policy *policy,
                               const struct admission *admission)
{
    const struct verdict *verdict = &admission->verdict;
    buffer_put(out, TEXT("{\"kind\":\"ImageReview\",\"apiVersion\":"));
    escape_for_json(out, admission->api_version);
    buffer_printf(out, ",\"status\":{\"allowed\":%s", verdict->allowed ? "true" : "false");
    if (!verdict->allowed)
        put_reason(out, policy, admission);
    put_audit_annotations(out, policy, admission);
    buffer_put(out, TEXT("}}"));
}
