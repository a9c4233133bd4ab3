/* The same object gives the same findings, byte for byte, through both doors: read from a manifest,
 * and sent to the webhook in an AdmissionReview. */
#include <check.h>
#include <json-c/json.h>
#include <string.h>

#include "admission/admission.h"
#include "core/gate.h"
#include "core/json_node.h"
#include "core/message.h"
#include "data_files.h"
#include "document/manifest.h"
#include "make_review.h"
#include "manifest_files.h"
#include "report/report.h"
#include "run_suite.h"

enum { TODAY = 20261124, ARENA_BYTES = 64 << 20 };

static const char *const environments[] = {"", "dev", "test", "production"};

static glob_t manifests;
static struct policy *policy;

/* ---- What a door says, as text. */

static void put_verdict(struct buffer *out, const struct subject *subject,
                        const struct verdict *verdict)
{
    buffer_printf(out, "%.*s: %s, allowed: %d, %zu images\n", TEXT_ARGS(verdict->environment->name),
                  verdict_decision_name(verdict), verdict->allowed, verdict->image_count);
    for (size_t i = 0; i < verdict->finding_count; i++) {
        buffer_printf(out, "%s: ", outcome_name(verdict->findings[i].outcome));
        message_put_finding(out, subject, &verdict->findings[i]);
        message_put_notes(out, &verdict->findings[i]);
        buffer_put_char(out, '\n');
    }
}

/* ---- The manifest's door: reader, gate, report. */

static void check_report(const struct subject *subject, const struct verdict *verdict)
{
    struct report report;
    struct report_source source = {TEXT("a.yaml"), 1};
    report_init(&report, 0);
    ck_assert(report_add(&report, &source, subject, verdict));
    ck_assert_uint_eq(report.finding_count, verdict->finding_count);
    for (size_t i = 0; i < report.finding_count; i++) {
        struct buffer message = {0};
        message_put_finding(&message, subject, &verdict->findings[i]);
        ck_assert_msg(text_equal(report.findings[i].message, buffer_text(&message)),
                      "the report says %.*s, the webhook %.*s",
                      TEXT_ARGS(report.findings[i].message), TEXT_ARGS(buffer_text(&message)));
        buffer_release(&message);
    }
    report_release(&report);
}

static void judge_manifest(const struct manifest *manifest, const char *environment,
                           struct buffer *out)
{
    struct arena arena;
    struct verdict verdict;
    struct error error = {0};
    struct subject subject = manifest_subject(manifest);
    subject.today = TODAY;
    subject.scope.environment = text_from_string(environment);
    arena_init(&arena, ARENA_BYTES);
    ck_assert_msg(gate_judge(policy, &subject, &arena, &verdict, &error), "%s", error.text);
    put_verdict(out, &subject, &verdict);
    check_report(&subject, &verdict);
    arena_release(&arena);
}

/* ---- The webhook's door. */

static struct json_object *string_of(struct text text)
{
    return json_object_new_string_len(text.len != 0 ? text.ptr : "", (int)text.len);
}

/* What the API server is sent always says what it is: kubectl fills in the kind of the items of a
 * PodList, and kustomize that of its own file. */
static void complete(const struct manifest *manifest)
{
    struct buffer version = {0};
    if (json_member(manifest->object, "kind") != NULL &&
        json_member(manifest->object, "apiVersion") != NULL)
        return;
    buffer_printf(&version, "%.*s%sv1", TEXT_ARGS(manifest->group),
                  manifest->group.len != 0 ? "/" : "");
    json_object_object_add(manifest->object, "apiVersion", string_of(buffer_text(&version)));
    json_object_object_add(manifest->object, "kind", string_of(manifest->kind));
    buffer_release(&version);
}

static void judge_review(const struct manifest *manifest, const char *environment,
                         struct buffer *out)
{
    struct arena arena;
    struct admission admission;
    struct error error = {0};
    struct buffer review = {0};
    struct buffer response = {0};
    struct buffer namespace = {0};
    struct buffer kind = {0};
    struct admission_context context = {
        .environment = text_from_string(environment),
        .today = TODAY,
    };
    complete(manifest);
    buffer_printf(&namespace, "%.*s", TEXT_ARGS(manifest->namespace));
    buffer_put_char(&namespace, '\0');
    buffer_printf(&kind, "{\"group\":\"%.*s\",\"kind\":\"%.*s\"}", TEXT_ARGS(manifest->group),
                  TEXT_ARGS(manifest->kind));
    buffer_put_char(&kind, '\0');
    make_review(&review, &(struct review_parts){
                             .kind = buffer_text(&kind).ptr,
                             .namespace = buffer_text(&namespace).ptr,
                             .object = json_object_to_json_string_ext(manifest->object,
                                                                      JSON_C_TO_STRING_PLAIN),
                         });
    arena_init(&arena, ARENA_BYTES);
    enum admission_result result = admission_answer(policy, &context, buffer_text(&review), &arena,
                                                    &admission, &response, &error);
    ck_assert_msg(result == ADMISSION_ANSWERED, "%s", error.text);
    ck_assert_msg(admission.failure.kind == ERROR_NONE, "%s", admission.failure.text);
    put_verdict(out, &admission.subject, &admission.verdict);
    admission_release(&admission);
    arena_release(&arena);
    buffer_release(&kind);
    buffer_release(&namespace);
    buffer_release(&response);
    buffer_release(&review);
}

/* ---- Both. */

static void compare(const struct manifest *manifest, const char *path)
{
    for (size_t i = 0; i < ARRAY_LEN(environments); i++) {
        struct buffer ours = {0};
        struct buffer theirs = {0};
        judge_manifest(manifest, environments[i], &ours);
        judge_review(manifest, environments[i], &theirs);
        ck_assert_msg(text_equal(buffer_text(&ours), buffer_text(&theirs)),
                      "%s: the manifest's line %zu gives\n%.*sits review\n%.*s", path,
                      manifest->line, TEXT_ARGS(buffer_text(&ours)),
                      TEXT_ARGS(buffer_text(&theirs)));
        buffer_release(&ours);
        buffer_release(&theirs);
    }
}

START_TEST(a_manifest_and_its_review_are_judged_alike)
{
    manifest_file_each(manifests.gl_pathv[_i], compare);
}
END_TEST

int main(void)
{
    data_files_find("verdicts/*/*/*.yaml", &manifests);
    data_files_find("manifests/kubectl/*", &manifests);
    data_files_find("manifests/samples/*/*.yaml", &manifests);
    data_files_find("manifests/samples/*/*.json", &manifests);
    policy = policy_new_default(NULL);
    Suite *suite = suite_create("parity");
    TCase *tcase = tcase_create("doors");
    tcase_add_loop_test(tcase, a_manifest_and_its_review_are_judged_alike, 0,
                        (int)manifests.gl_pathc);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    policy_free(policy);
    globfree(&manifests);
    return status;
}
