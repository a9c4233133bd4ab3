/* Every manifest under tests/data/verdicts/<environment>/<decision>/ gets that decision, and the
 * message in the file beside it. RG_GOLDEN=1 writes the messages anew. */
#include <check.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "admission/admission.h"
#include "core/json_node.h"
#include "data_files.h"
#include "document/json.h"
#include "document/yaml.h"
#include "make_review.h"
#include "manifest_files.h"
#include "run_suite.h"

enum { ARENA_BYTES = 64 << 20, TODAY = 20261124 };

static glob_t manifests;
static struct policy *policy;

static struct json_object *read_manifest(const char *path)
{
    struct buffer bytes = manifest_file_read(path);
    struct json_object *root = NULL;
    struct error error = {0};
    ck_assert_msg(yaml_read_one(buffer_text(&bytes), NULL, NULL, &root, &error), "%s:%zu:%zu: %s",
                  path, error.line, error.column, error.text);
    buffer_release(&bytes);
    return root;
}

/* What a person would see: the denial, or the warnings line by line. */
static void put_seen(struct buffer *out, struct json_object *answer)
{
    struct json_object *response = json_member(answer, "response");
    struct text message = json_member_text(json_member(response, "status"), "message");
    if (message.len != 0) {
        buffer_put(out, message);
        buffer_put_char(out, '\n');
    }
    struct json_object *warnings = json_member(response, "warnings");
    for (size_t i = 0; warnings != NULL && i < json_object_array_length(warnings); i++) {
        buffer_put(out, TEXT("Warning: "));
        struct text warning = json_text(json_object_array_get_idx(warnings, i));
        ck_assert_uint_le(warning.len, 120);
        buffer_put(out, warning);
        buffer_put_char(out, '\n');
    }
}

static void compare_with_golden(const char *manifest, struct text seen)
{
    char path[512];
    snprintf(path, sizeof path, "%.*s.message", (int)(strlen(manifest) - strlen(".yaml")),
             manifest);
    manifest_file_expect(path, seen);
}

/* ".../production/deny/pre-release.yaml": the last folder is the decision, the one before it the
 * environment. */
static void check_decision(const char *manifest, const struct admission *admission)
{
    char want[256];
    snprintf(want, sizeof want, "/%.*s/%s/", TEXT_ARGS(admission->verdict.environment->name),
             verdict_decision_name(&admission->verdict));
    ck_assert_msg(strstr(manifest, want) != NULL, "%s: got %s", manifest, want);
}

static void answer_manifest(const char *manifest, struct buffer *response,
                            struct admission *admission, struct arena *arena)
{
    struct json_object *object = read_manifest(manifest);
    struct buffer review = {0};
    const char *json = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN);
    make_review(&review, &(struct review_parts){.object = json});
    struct error error = {0};
    struct admission_context context = {.today = TODAY};
    enum admission_result result = admission_answer(policy, &context, buffer_text(&review), arena,
                                                    admission, response, &error);
    ck_assert_msg(result == ADMISSION_ANSWERED, "%s: %s", manifest, error.text);
    buffer_release(&review);
    json_object_put(object);
}

START_TEST(every_manifest_gets_its_decision_and_message)
{
    const char *manifest = manifests.gl_pathv[_i];
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    struct buffer response = {0};
    struct admission admission;
    answer_manifest(manifest, &response, &admission, &arena);
    check_decision(manifest, &admission);
    struct json_object *answer = NULL;
    ck_assert(json_read(buffer_text(&response), NULL, NULL, &answer, NULL));
    struct buffer seen = {0};
    put_seen(&seen, answer);
    compare_with_golden(manifest, buffer_text(&seen));
    buffer_release(&seen);
    json_object_put(answer);
    admission_release(&admission);
    buffer_release(&response);
    arena_release(&arena);
}
END_TEST

int main(void)
{
    data_files_find("verdicts/*/*/*.yaml", &manifests);
    policy = policy_new_default(NULL);
    Suite *suite = suite_create("verdicts");
    TCase *tcase = tcase_create("manifests");
    tcase_add_loop_test(tcase, every_manifest_gets_its_decision_and_message, 0,
                        (int)manifests.gl_pathc);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    policy_free(policy);
    globfree(&manifests);
    return status;
}
