/* What softens a denial and what does not: one row each, judged through the whole path. */
#include <check.h>
#include <stdlib.h>

#include "admission/admission.h"
#include "base/limits.h"
#include "make_review.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 20, TODAY = 20261124 };

#define POD(image)                                                                                 \
    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\"},\"spec\":"            \
    "{\"containers\":[{\"name\":\"app\",\"image\":\"" image "\"}]}}"

#define NAMED_POD(name, image)                                                                     \
    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"name\":\"" name          \
    "\",\"image\":\"" image "\"}]}}"

#define ANNOTATED_POD(annotation)                                                                  \
    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"annotations\":{" annotation           \
    "}},\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"app:main\"}]}}"

#define BREAK_GLASS "\"release-gate.power-edge.io/break-glass\":\"incident 42\""

static const struct text admins[] = {TEXT_INIT("sre-oncall")};
static const struct text exempt_images[] = {TEXT_INIT("legacy.example/*"), TEXT_INIT("old:main")};
static const struct text production_only[] = {TEXT_INIT("production")};
static const struct exemption exemptions[] = {
    {
        .name = TEXT_INIT("legacy"),
        .images = {exempt_images, ARRAY_LEN(exempt_images)},
        .environments = {production_only, 1},
        .reason = TEXT_INIT("being replaced"),
        .until = TODAY,
    },
    {
        .name = TEXT_INIT("long gone"),
        .images = {(const struct text[]){TEXT_INIT("gone.example/*")}, 1},
        .reason = TEXT_INIT("was replaced"),
        .until = TODAY - 1,
    },
    {
        .name = TEXT_INIT("commits"),
        .classes = 1U << TAG_SHA,
        .namespaces = {(const struct text[]){TEXT_INIT("prod-lab")}, 1},
        .reason = TEXT_INIT("laboratory"),
        .until = 20991231,
    },
};

struct row {
    const char *what;
    struct review_parts parts;
    const char *decision;
    enum mitigation mitigation; /* of the first finding */
    enum enforcement mode;
    bool enforce_controller_pods;
    enum digest_with_tag digest_with_tag;
};

#define DIGEST "@sha256:4f1d88882a9883cc525e7c84b22c67c57416b7d3b35c3412329eeb07786433a7"
#define JOB_CONTROLLER "system:serviceaccount:kube-system:job-controller"

static const struct row rows[] = {
    {"a creation denies", .parts = {.object = POD("app:main")}, .decision = "deny"},
    {"an update with a new image denies",
     .parts = {.operation = "UPDATE", .object = POD("app:main"), .old_object = POD("app:v1.2.3")},
     .decision = "deny"},
    {"an update that keeps the image warns",
     .parts = {.operation = "UPDATE", .object = POD("app:main"), .old_object = POD("app:main")},
     .decision = "warn", .mitigation = MITIGATION_RATCHET},
    {"the ratchet is for the container of the same name",
     .parts = {.operation = "UPDATE",
               .object = NAMED_POD("b", "app:main"),
               .old_object = NAMED_POD("a", "app:main")},
     .decision = "deny"},
    {"a creation cannot claim an old object",
     .parts = {.object = POD("app:main"), .old_object = POD("app:main")}, .decision = "deny"},
    {"an update from a release to latest is fine",
     .parts = {.operation = "UPDATE", .object = POD("app:latest"), .old_object = POD("app:main")},
     .decision = "allow"},
    {"a deletion is not judged", .parts = {.operation = "DELETE", .old_object = POD("app:main")},
     .decision = "allow"},
    {"a connection is not judged", .parts = {.operation = "CONNECT", .object = POD("app:main")},
     .decision = "allow"},
    {"an unknown operation is judged", .parts = {.operation = "PATCH", .object = POD("app:main")},
     .decision = "deny"},
    {"the status is not judged", .parts = {.subresource = "status", .object = POD("app:main")},
     .decision = "allow"},
    {"ephemeral containers are judged",
     .parts = {.operation = "UPDATE",
               .subresource = "ephemeralcontainers",
               .object = POD("app:main")},
     .decision = "deny"},
    {"an object that is going away is not judged",
     .parts =
         {.operation = "UPDATE",
          .object =
              "{\"kind\":\"Pod\",\"metadata\":{\"deletionTimestamp\":\"2026-11-24T00:00:00Z\"},"
              "\"spec\":{\"containers\":[{\"image\":\"app:main\"}]}}"},
     .decision = "allow"},
    {"a missing object denies", .parts = {.operation = "CREATE"}, .decision = "deny"},
    {"a controller's pod warns", .parts = {.object = POD("app:main"), .user = JOB_CONTROLLER},
     .decision = "warn", .mitigation = MITIGATION_CONTROLLER_POD},
    {"a controller's pod denies where that is set",
     .parts = {.object = POD("app:main"), .user = JOB_CONTROLLER}, .decision = "deny",
     .enforce_controller_pods = true},
    {"a controller of another namespace is anyone",
     .parts = {.object = POD("app:main"), .user = "system:serviceaccount:web:job-controller"},
     .decision = "deny"},
    {"a controller's deployment is judged like any",
     .parts =
         {.object =
              "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"spec\":{\"template\":{\"spec\":"
              "{\"containers\":[{\"name\":\"a\",\"image\":\"a:main\"}]}}}}",
          .user = JOB_CONTROLLER},
     .decision = "deny"},
    {"an owner reference proves nothing",
     .parts =
         {.object =
              "{\"kind\":\"Pod\",\"metadata\":{\"ownerReferences\":[{\"controller\":true,"
              "\"kind\":\"ReplicaSet\"}]},\"spec\":{\"containers\":[{\"image\":\"app:main\"}]}}"},
     .decision = "deny"},
    {"break-glass counts for the configured group",
     .parts = {.object = ANNOTATED_POD(BREAK_GLASS), .groups = "[\"dev\",\"sre-oncall\"]"},
     .decision = "warn", .mitigation = MITIGATION_BREAK_GLASS},
    {"break-glass does not count for others",
     .parts = {.object = ANNOTATED_POD(BREAK_GLASS), .groups = "[\"dev\"]"}, .decision = "deny"},
    {"break-glass needs a reason",
     .parts = {.object = ANNOTATED_POD("\"release-gate.power-edge.io/break-glass\":\" \""),
               .groups = "[\"sre-oncall\"]"},
     .decision = "deny"},
    {"break-glass needs the annotation",
     .parts = {.object = ANNOTATED_POD("\"a\":\"b\""), .groups = "[\"sre-oncall\"]"},
     .decision = "deny"},
    {"mode warn warns", .parts = {.object = POD("app:main")}, .decision = "warn",
     .mitigation = MITIGATION_MODE, .mode = ENFORCEMENT_WARN},
    {"mode audit says nothing", .parts = {.object = POD("app:main")}, .decision = "allow",
     .mitigation = MITIGATION_MODE, .mode = ENFORCEMENT_AUDIT},
    {"mode warn lets through what cannot be read", .parts = {.operation = "CREATE"},
     .decision = "warn", .mitigation = MITIGATION_MODE, .mode = ENFORCEMENT_WARN},
    {"an exemption lets pass until its day", .parts = {.object = POD("legacy.example/app:main")},
     .decision = "allow", .mitigation = MITIGATION_EXEMPTION},
    {"an exemption may name the whole reference", .parts = {.object = POD("old:main")},
     .decision = "allow", .mitigation = MITIGATION_EXEMPTION},
    {"an exemption for one tag is for no other", .parts = {.object = POD("old:edge")},
     .decision = "deny"},
    {"an exemption is for its image only", .parts = {.object = POD("legacy.example.org/app:main")},
     .decision = "deny"},
    {"an expired exemption no longer counts", .parts = {.object = POD("gone.example/app:main")},
     .decision = "deny"},
    {"an exemption by class and namespace",
     .parts = {.namespace = "prod-lab", .object = POD("app:abc1234")}, .decision = "allow",
     .mitigation = MITIGATION_EXEMPTION},
    {"an exemption by class is for no other class",
     .parts = {.namespace = "prod-lab", .object = POD("app:main")}, .decision = "deny"},
    {"an exemption by namespace is for no other namespace", .parts = {.object = POD("app:abc1234")},
     .decision = "deny"},
    {"a tag beside a digest decides", .parts = {.object = POD("app:v1.2.3" DIGEST)},
     .decision = "allow"},
    {"a bad tag beside a digest denies", .parts = {.object = POD("app:main" DIGEST)},
     .decision = "deny"},
    {"a tag beside a digest is ignored where that is set",
     .parts = {.object = POD("app:v1.2.3" DIGEST)}, .decision = "deny",
     .digest_with_tag = DIGEST_WITH_TAG_BY_DIGEST},
};

static struct policy *policy_for(const struct row *row)
{
    struct error error = {0};
    struct policy *policy = policy_new_default(&error);
    ck_assert_ptr_nonnull(policy);
    size_t count = policy->environment_count;
    struct environment *environments = arena_take(&policy->memory, count, sizeof *environments);
    ck_assert_ptr_nonnull(environments);
    for (size_t i = 0; i < count; i++) {
        environments[i] = policy->environments[i];
        environments[i].mode = row->mode;
    }
    policy->environments = environments;
    policy->exemptions = exemptions;
    policy->exemption_count = ARRAY_LEN(exemptions);
    policy->break_glass_groups = (struct text_list){admins, ARRAY_LEN(admins)};
    policy->controller_pods = row->enforce_controller_pods ? ACTION_DENY : ACTION_WARN;
    policy->digest_with_tag = row->digest_with_tag;
    return policy;
}

static void check_row(const struct row *row, const struct verdict *verdict)
{
    ck_assert_msg(text_equal(text_from_string(verdict_decision_name(verdict)),
                             text_from_string(row->decision)),
                  "%s: want %s, got %s", row->what, row->decision, verdict_decision_name(verdict));
    enum mitigation got = verdict->finding_count != 0 ? verdict->findings[0].mitigation : 0;
    ck_assert_msg(got == row->mitigation, "%s: want mitigation \"%s\", got \"%s\"", row->what,
                  mitigation_name(row->mitigation), mitigation_name(got));
}

START_TEST(every_row_gets_its_decision)
{
    const struct row *row = &rows[_i];
    struct review_parts parts = row->parts;
    if (parts.namespace == NULL)
        parts.namespace = "production";
    struct policy *policy = policy_for(row);
    struct buffer review = {0};
    make_review(&review, &parts);
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    struct admission admission;
    struct buffer response = {0};
    struct error error = {0};
    struct admission_context context = {.today = TODAY};
    enum admission_result result = admission_answer(policy, &context, buffer_text(&review), &arena,
                                                    &admission, &response, &error);
    ck_assert_msg(result == ADMISSION_ANSWERED, "%s: %s", row->what, error.text);
    check_row(row, &admission.verdict);
    admission_release(&admission);
    buffer_release(&response);
    buffer_release(&review);
    arena_release(&arena);
    policy_free(policy);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate");
    TCase *tcase = tcase_create("decisions");
    tcase_add_loop_test(tcase, every_row_gets_its_decision, 0, (int)ARRAY_LEN(rows));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
