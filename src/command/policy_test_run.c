#include "policy_test.h"

#include "base/escape.h"
#include "core/gate.h"
#include "core/message.h"
#include "core/verdict.h"
#include "document/json.h"
#include "document/manifest.h"

enum { JUDGEMENT_MAX_BYTES = 64 << 20 };

struct run {
    const struct policy_test *test;
    const struct policy *policy;
    unsigned today;
    policy_test_report *report;
    void *context;
};

unsigned policy_test_expected_rules(const struct policy_test *test)
{
    unsigned rules = 0;
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        if (text_list_holds(&test->rules, text_from_string(rule_at(rule)->id)))
            rules |= 1U << rule;
    }
    return rules;
}

static bool is_expected(const struct policy_test *test, const char *decision, unsigned rules)
{
    if (!text_equal(test->expect, text_from_string(decision)))
        return false;
    return test->rules.count == 0 || policy_test_expected_rules(test) == rules;
}

static bool report_verdict(const struct run *run, const struct subject *subject,
                           const struct verdict *verdict, struct text what, struct error *error)
{
    struct policy_test_result result = {
        .subject = what,
        .decision = verdict_decision_name(verdict),
        .rules = verdict_rules(verdict),
    };
    result.passed = is_expected(run->test, result.decision, result.rules);
    struct buffer message = {0};
    if (verdict->finding_count != 0)
        message_put_finding(&message, subject, &verdict->findings[0]);
    result.message = buffer_text(&message);
    bool done = message.failed ? error_no_memory(error)
                               : run->report(run->context, run->test, &result, error);
    buffer_release(&message);
    return done;
}

static bool judge(const struct run *run, struct subject *subject, struct text what,
                  struct error *error)
{
    struct arena arena;
    struct verdict verdict;
    arena_init(&arena, JUDGEMENT_MAX_BYTES);
    subject->today = run->today;
    subject->scope.environment = run->test->environment;
    if (run->test->namespace.len != 0)
        subject->scope.namespace = run->test->namespace;
    bool done = gate_judge(run->policy, subject, &arena, &verdict, error) &&
                report_verdict(run, subject, &verdict, what, error);
    arena_release(&arena);
    return done;
}

/* Through the reader of everything, so that there is no second way to make an object. */
static struct json_object *pod_with(struct text image, struct error *error)
{
    struct json_object *pod = NULL;
    struct buffer json = {0};
    buffer_put(&json, TEXT("{\"spec\":{\"containers\":[{\"name\":\"image\",\"image\":"));
    escape_for_json(&json, image);
    buffer_put(&json, TEXT("}]}}"));
    bool done = !json.failed && json_read(buffer_text(&json), NULL, NULL, &pod, error);
    buffer_release(&json);
    if (!done)
        error_no_memory(error);
    return pod;
}

static bool judge_image(const struct run *run, struct text image, struct error *error)
{
    struct json_object *pod = pod_with(image, error);
    if (pod == NULL)
        return false;
    struct subject subject = {
        .operation = OPERATION_CREATE, .kind = TEXT("Pod"), .name = TEXT("test"), .object = pod};
    bool done = judge(run, &subject, image, error);
    json_object_put(pod);
    return done;
}

static bool judge_object(const struct run *run, const struct manifest *manifest,
                         struct error *error)
{
    struct subject subject = manifest_subject(manifest);
    struct buffer what = {0};
    message_put_object(&what, &subject);
    bool done =
        what.failed ? error_no_memory(error) : judge(run, &subject, buffer_text(&what), error);
    buffer_release(&what);
    return done;
}

static bool judge_manifest(const struct run *run, struct text bytes, struct error *error)
{
    struct manifest_reader *reader = manifest_reader_new(bytes, run->test->manifest);
    if (reader == NULL)
        return error_no_memory(error);
    struct manifest manifest;
    enum manifest_result result;
    bool done = true;
    while (done &&
           (result = manifest_reader_next(reader, &manifest, NULL, error)) != MANIFEST_END) {
        if (result == MANIFEST_OBJECT)
            done = judge_object(run, &manifest, error);
        else if (result == MANIFEST_FAILED)
            done = false;
    }
    manifest_reader_free(reader);
    return done;
}

bool policy_test_run(const struct policy_test *test, const struct policy *policy,
                     struct text manifest, unsigned today, policy_test_report *report,
                     void *context, struct error *error)
{
    struct run run = {test, policy, today, report, context};
    if (test->manifest.len != 0)
        return judge_manifest(&run, manifest, error);
    for (size_t i = 0; i < test->images.count; i++) {
        if (!judge_image(&run, test->images.items[i], error))
            return false;
    }
    return true;
}

void policy_test_put_decision(struct buffer *out, struct text decision, unsigned rules)
{
    const char *separator = " [";
    buffer_put(out, decision);
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        if ((rules & (1U << rule)) == 0)
            continue;
        buffer_printf(out, "%s%s", separator, rule_at(rule)->id);
        separator = ", ";
    }
    if (rules != 0)
        buffer_put_char(out, ']');
}
