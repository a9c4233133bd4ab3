/* ImageReviews: the same findings as of a Pod, and nothing that lets a failure pass. */
#include <check.h>

#include "admission/admission.h"
#include "base/check.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 20 };

#define REVIEW(spec)                                                                               \
    TEXT_INIT("{\"apiVersion\":\"imagepolicy.k8s.io/v1alpha1\",\"kind\":\"ImageReview\","          \
              "\"metadata\":{},\"spec\":" spec ",\"status\":{\"allowed\":true}}")
#define IMAGES(list) REVIEW("{\"namespace\":\"prod\",\"containers\":" list "}")

static const struct {
    const char *what;
    struct text body;
    const char *environment;
    enum admission_result result;
    bool allowed;
    const char *part; /* of the answer or the error */
} rows[] = {
    {"a release", IMAGES("[{\"image\":\"app:v1.2.3\"}]"), "", ADMISSION_ANSWERED, true,
     "\"decision\":\"allow\""},
    {"a pre-release", IMAGES("[{\"image\":\"app:v1.2.0-rc.1\"}]"), "", ADMISSION_ANSWERED, false,
     "\"reason\":\"production accepts full releases only: Pod in prod container containers[0]"},
    {"it is named where it stands", IMAGES("[{\"image\":\"app:v1.2.3\"},{\"image\":\"app:edge\"}]"),
     "", ADMISSION_ANSWERED, false, "is a pre-latest pointer"},
    {"the path decides before the namespace", IMAGES("[{\"image\":\"app:edge\"}]"), "dev",
     ADMISSION_ANSWERED, true, "\"environment\":\"dev\""},
    {"a namespace of dev",
     REVIEW("{\"namespace\":\"x\",\"containers\":[{\"image\":\"app:edge\"}]}"), "",
     ADMISSION_ANSWERED, true, "\"environment\":\"dev\""},
    {"what warns is in the audit log only",
     REVIEW("{\"namespace\":\"test\",\"containers\":[{\"image\":\"app:feature-x\"}]}"), "",
     ADMISSION_ANSWERED, true, "\"decision\":\"warn\",\"rules\":\"RG009\""},
    {"an annotation breaks no glass",
     REVIEW(
         "{\"namespace\":\"prod\",\"annotations\":{\"release-gate.power-edge.io/break-glass\":\"x\","
         "\"release-gate.image-policy.k8s.io/break-glass\":\"x\"},"
         "\"containers\":[{\"image\":\"app:edge\"}]}"),
     "", ADMISSION_ANSWERED, false, "RG004"},
    {"the review's own metadata say nothing of the Pod",
     TEXT_INIT("{\"apiVersion\":\"imagepolicy.k8s.io/v1alpha1\",\"kind\":\"ImageReview\","
               "\"kind\":\"ImageReview\",\"metadata\":{\"deletionTimestamp\":\"now\"},"
               "\"spec\":{\"namespace\":\"prod\",\"containers\":[{\"image\":\"app:edge\"}]}}"),
     "", ADMISSION_ANSWERED, false, "RG004"},
    {"no containers", REVIEW("{\"namespace\":\"prod\"}"), "", ADMISSION_ANSWERED, false, "RG010"},
    {"containers of null", IMAGES("null"), "", ADMISSION_ANSWERED, false, "RG010"},
    {"containers that are no list", IMAGES("{\"image\":\"app:v1.2.3\"}"), "", ADMISSION_ANSWERED,
     false, "RG010"},
    {"an image that is no string", IMAGES("[{\"image\":1}]"), "", ADMISSION_ANSWERED, false,
     "RG010"},
    {"no image", IMAGES("[{}]"), "", ADMISSION_ANSWERED, false, "RG001"},
    {"no reference", IMAGES("[{\"image\":\"app:v1 2\"}]"), "", ADMISSION_ANSWERED, false, "RG001"},

    {"no JSON", TEXT_INIT("{"), "", ADMISSION_BAD_REQUEST, false, ""},
    {"another kind",
     TEXT_INIT("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\"}"), "",
     ADMISSION_BAD_REQUEST, false, "not an ImageReview"},
    {"another version",
     TEXT_INIT("{\"apiVersion\":\"imagepolicy.k8s.io/v1\",\"kind\":\"ImageReview\",\"spec\":{}}"),
     "", ADMISSION_BAD_REQUEST, false, "apiVersion is not imagepolicy.k8s.io/v1alpha1"},
    {"no spec",
     TEXT_INIT("{\"apiVersion\":\"imagepolicy.k8s.io/v1alpha1\",\"kind\":\"ImageReview\"}"), "",
     ADMISSION_BAD_REQUEST, false, "spec is not an object"},
    {"a namespace that is no string", REVIEW("{\"namespace\":1,\"containers\":[]}"), "",
     ADMISSION_BAD_REQUEST, false, "spec.namespace is not a string"},
    {"a list", TEXT_INIT("[]"), "", ADMISSION_BAD_REQUEST, false, "not an ImageReview"},
};

START_TEST(every_review_has_its_answer)
{
    struct policy *policy = policy_new_default(NULL);
    struct admission_context context = {
        .question = ADMISSION_IMAGE_REVIEW,
        .environment = text_from_string(rows[_i].environment),
        .today = 20261125,
    };
    struct text groups[] = {TEXT("")};
    struct buffer response = {0};
    struct admission admission;
    struct error error = {0};
    struct arena arena;
    struct text answer;

    ck_assert_ptr_nonnull(policy);
    policy->break_glass_groups = (struct text_list){groups, ARRAY_LEN(groups)};
    arena_init(&arena, ARENA_BYTES);
    ck_assert_int_eq(
        admission_answer(policy, &context, rows[_i].body, &arena, &admission, &response, &error),
        rows[_i].result);
    answer = rows[_i].result == ADMISSION_ANSWERED ? buffer_text(&response)
                                                   : text_from_string(error.text);
    ck_assert_msg(admission.verdict.allowed == rows[_i].allowed, "%s: %.*s", rows[_i].what,
                  TEXT_ARGS(answer));
    ck_assert_msg(text_contains(answer, text_from_string(rows[_i].part)), "%s: %.*s", rows[_i].what,
                  TEXT_ARGS(answer));
    ck_assert(text_contains(answer, TEXT("\"allowed\":true")) == rows[_i].allowed);
    admission_release(&admission);
    buffer_release(&response);
    arena_release(&arena);
    policy_free(policy);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("image review");
    TCase *tcase = tcase_create("answers");
    tcase_add_loop_test(tcase, every_review_has_its_answer, 0, (int)ARRAY_LEN(rows));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
