/* What the reader leaves out changes no answer: each review is answered as if all of it were
 * wanted. A repeated key has a review read as a whole, so the same bytes with one are the
 * comparison. */
#include <check.h>
#include <json-c/json.h>
#include <stdlib.h>

#include "admission/admission.h"
#include "config/config.h"
#include "data_files.h"
#include "document/manifest.h"
#include "make_review.h"
#include "manifest_files.h"
#include "run_suite.h"

enum { TODAY = 20261124, ARENA_BYTES = 64 << 20 };

/* Paths with lists, with every value, with one path inside another, into the metadata. */
static const char configuration[] =
    "apiVersion: release-gate.power-edge.io/v1\n"
    "kind: Configuration\n"
    "workloads:\n"
    "- {group: example.com, kind: Thing, podSpecs: [spec.template.spec, 'spec.tasks[].spec'],\n"
    "   images: [spec.image, 'spec.sidecars[].image']}\n"
    "- {group: example.com, kind: Map, podSpecs: ['spec.replicas.*.template.spec']}\n"
    "- {group: example.com, kind: Nested, podSpecs: [spec.a.b], images: [spec.a, spec.a.b.c]}\n"
    "- {group: example.com, kind: Labelled, images: [metadata.labels.image]}\n";

#define CONTAINERS "\"containers\":[{\"name\":\"a\",\"image\":\"x:pre-latest\",\"env\":[{}]}]"
#define THING(kind, members)                                                                       \
    {                                                                                              \
        kind, "{\"apiVersion\":\"example.com/v1\",\"status\":{" CONTAINERS "}," members "}"        \
    }

static const struct {
    const char *kind;
    const char *object;
} objects[] = {
    THING("Thing", "\"spec\":{\"image\":\"x:edge\",\"template\":{\"spec\":{" CONTAINERS "}}}"),
    THING("Thing", "\"spec\":{\"tasks\":[{\"spec\":{" CONTAINERS "}},{\"spec\":5},6]}"),
    THING("Thing", "\"spec\":{\"sidecars\":[{\"image\":\"x:sha-abc1234\"},{\"image\":{}}]}"),
    THING("Thing", "\"spec\":{\"sidecars\":{\"image\":\"x:dev\"}}"),
    THING("Map", "\"spec\":{\"replicas\":{\"a\":{\"template\":{\"spec\":{" CONTAINERS "}}}}}"),
    THING("Nested", "\"spec\":{\"a\":{\"b\":{" CONTAINERS ",\"c\":\"x:dev\"}}}"),
    THING("Nested", "\"spec\":{\"a\":\"x:dev\"}"),
    THING("Labelled", "\"metadata\":{\"labels\":{\"image\":\"x:nightly\"}}"),
    THING("Unknown", "\"spec\":{\"deep\":[{\"er\":{" CONTAINERS "}}]}"),
    THING("Unknown", "\"metadata\":{\"deletionTimestamp\":\"now\"},\"spec\":{" CONTAINERS "}"),
};

static glob_t reviews;
static glob_t manifests;
static struct config *config;

static void put_answer(struct text body, const char *environment, enum admission_question question,
                       struct buffer *out)
{
    struct arena arena;
    struct admission admission;
    struct error error = {0};
    const struct admission_context context = {
        .question = question, .environment = text_from_string(environment), .today = TODAY};
    arena_init(&arena, ARENA_BYTES);
    enum admission_result result =
        admission_answer(config->policy, &context, body, &arena, &admission, out, &error);
    buffer_printf(out, " %d %s", (int)result, error.text);
    admission_release(&admission);
    arena_release(&arena);
}

static void compare(const char *what, struct text body, const char *environment,
                    enum admission_question question)
{
    struct buffer got = {0};
    struct buffer want = {0};
    struct buffer whole = {0};
    buffer_put(&whole, TEXT("{\"kind\":null,"));
    buffer_put(&whole, text_slice(body, text_find(body, '{') + 1, body.len));
    put_answer(body, environment, question, &got);
    put_answer(buffer_text(&whole), environment, question, &want);
    ck_assert_msg(text_equal(buffer_text(&got), buffer_text(&want)),
                  "%s: got\n%.*s, as a whole\n%.*s", what, TEXT_ARGS(buffer_text(&got)),
                  TEXT_ARGS(buffer_text(&want)));
    buffer_release(&whole);
    buffer_release(&want);
    buffer_release(&got);
}

static void compare_everywhere(const char *what, struct text body)
{
    static const char *const environments[] = {"", "production", "test", "dev"};
    for (size_t i = 0; i < ARRAY_LEN(environments); i++)
        compare(what, body, environments[i], ADMISSION_IMAGES);
    compare(what, body, "", ADMISSION_NAMESPACE_LABEL);
}

START_TEST(a_recorded_review_is_answered_as_if_read_as_a_whole)
{
    struct buffer body = manifest_file_read(reviews.gl_pathv[_i]);
    compare_everywhere(reviews.gl_pathv[_i], buffer_text(&body));
    buffer_release(&body);
}
END_TEST

static void compare_object(const char *what, struct text group, struct text kind,
                           const char *object)
{
    struct buffer body = {0};
    struct buffer json = {0};
    buffer_printf(&json, "{\"group\":\"%.*s\",\"kind\":\"%.*s\"}", TEXT_ARGS(group),
                  TEXT_ARGS(kind));
    buffer_put_char(&json, '\0');
    struct review_parts parts = {.kind = buffer_text(&json).ptr, .object = object};
    make_review(&body, &parts);
    compare_everywhere(what, buffer_text(&body));
    parts.operation = "UPDATE";
    parts.old_object = object;
    buffer_reset(&body);
    make_review(&body, &parts);
    compare_everywhere(what, buffer_text(&body));
    buffer_release(&json);
    buffer_release(&body);
}

static void compare_manifest(const struct manifest *manifest, const char *path)
{
    compare_object(path, manifest->group, manifest->kind,
                   json_object_to_json_string_ext(manifest->object, JSON_C_TO_STRING_PLAIN));
}

START_TEST(a_manifest_is_answered_as_if_read_as_a_whole)
{
    manifest_file_each(manifests.gl_pathv[_i], compare_manifest);
}
END_TEST

START_TEST(an_object_of_a_configured_kind_is_answered_as_if_read_as_a_whole)
{
    compare_object(objects[_i].object, TEXT("example.com"), text_from_string(objects[_i].kind),
                   objects[_i].object);
}
END_TEST

/* The tree of a review of this Pod, which has everything that an API server fills in. */
START_TEST(the_tree_holds_what_is_looked_at_and_nothing_else)
{
    static const char body[] =
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{"
        "\"uid\":\"1\",\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Pod\"},"
        "\"requestKind\":{\"kind\":\"Pod\"},\"operation\":\"CREATE\",\"userInfo\":{\"uid\":\"u\"},"
        "\"object\":{\"metadata\":{\"name\":\"n\",\"labels\":{},\"managedFields\":[{}],"
        "\"annotations\":{\"a\":\"b\",\"release-gate.power-edge.io/break-glass\":\"why\"}},"
        "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"x:v1.2.3\",\"env\":[{}]},7],"
        "\"volumes\":[{\"name\":\"v\",\"emptyDir\":{}},{\"image\":{\"reference\":\"y\"}}]},"
        "\"status\":{\"containerStatuses\":[{}]}}}}";
    static const char tree[] =
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{"
        "\"uid\":\"1\",\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Pod\"},"
        "\"operation\":\"CREATE\",\"userInfo\":{},"
        "\"object\":{\"metadata\":{\"name\":\"n\","
        "\"annotations\":{\"release-gate.power-edge.io/break-glass\":\"why\"}},"
        "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"x:v1.2.3\"},7],"
        "\"volumes\":[{\"name\":\"v\"},{\"image\":{\"reference\":\"y\"}}]}}}}";
    struct arena arena;
    struct admission admission;
    struct buffer response = {0};
    struct error error = {0};
    const struct admission_context context = {.today = TODAY};
    arena_init(&arena, ARENA_BYTES);
    ck_assert_int_eq(admission_answer(config->policy, &context, text_from_string(body), &arena,
                                      &admission, &response, &error),
                     ADMISSION_ANSWERED);
    ck_assert_str_eq(json_object_to_json_string_ext(
                         admission.tree, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE),
                     tree);
    admission_release(&admission);
    buffer_release(&response);
    arena_release(&arena);
}
END_TEST

int main(void)
{
    struct error_list errors;
    error_list_init(&errors, 1);
    config = config_parse(text_from_string(configuration), "test", NULL, 0, &errors);
    if (config == NULL)
        return EXIT_FAILURE;
    data_files_find("reviews/*.json", &reviews);
    data_files_find("verdicts/*/*/*.yaml", &manifests);
    data_files_find("manifests/kubectl/*", &manifests);
    data_files_find("manifests/samples/*/*.yaml", &manifests);
    data_files_find("manifests/samples/*/*.json", &manifests);
    Suite *suite = suite_create("wanted");
    TCase *tcase = tcase_create("answers");
    tcase_add_loop_test(tcase, a_recorded_review_is_answered_as_if_read_as_a_whole, 0,
                        (int)reviews.gl_pathc);
    tcase_add_loop_test(tcase, a_manifest_is_answered_as_if_read_as_a_whole, 0,
                        (int)manifests.gl_pathc);
    tcase_add_loop_test(tcase, an_object_of_a_configured_kind_is_answered_as_if_read_as_a_whole, 0,
                        (int)ARRAY_LEN(objects));
    tcase_add_test(tcase, the_tree_holds_what_is_looked_at_and_nothing_else);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    config_free(config);
    error_list_release(&errors);
    globfree(&reviews);
    globfree(&manifests);
    return status;
}
