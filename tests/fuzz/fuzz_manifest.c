/* A file of manifests: every object in it is judged, the reader comes to an end, and the object
 * written as JSON and sent to the webhook gets the same verdict. */
#include <json-c/json.h>
#include <stdlib.h>

#include "admission/admission.h"
#include "core/json_node.h"
#include "core/message.h"
#include "document/manifest.h"
#include "fuzz.h"

enum { MAX_OBJECTS = 10000 };

static void put_findings(struct buffer *out, const struct subject *subject,
                         const struct verdict *verdict)
{
    buffer_printf(out, "%d %zu\n", verdict->allowed, verdict->image_count);
    for (size_t i = 0; i < verdict->finding_count; i++) {
        message_put_finding(out, subject, &verdict->findings[i]);
        buffer_put_char(out, '\n');
    }
}

static void judge_here(const struct manifest *manifest, struct buffer *findings)
{
    struct arena arena;
    struct verdict verdict;
    struct error error = {0};
    struct subject subject = manifest_subject(manifest);
    subject.today = FUZZ_TODAY;
    subject.scope.environment = TEXT("production");
    arena_init(&arena, FUZZ_ARENA_BYTES);
    if (gate_judge(fuzz_policy(), &subject, &arena, &verdict, &error))
        put_findings(findings, &subject, &verdict);
    else
        MUST(!verdict.allowed);
    arena_release(&arena);
}

static void put_json_string(struct buffer *out, struct text text)
{
    struct json_object *string =
        json_object_new_string_len(text.len != 0 ? text.ptr : "", (int)text.len);
    buffer_put(out, text_from_string(json_object_to_json_string(string)));
    json_object_put(string);
}

static void put_review(struct buffer *out, const struct manifest *manifest)
{
    buffer_put(out, TEXT("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
                         "\"request\":{\"uid\":\"1\",\"operation\":\"CREATE\",\"kind\":{"
                         "\"group\":"));
    put_json_string(out, manifest->group);
    buffer_put(out, TEXT(",\"version\":\"v1\",\"kind\":"));
    put_json_string(out, manifest->kind);
    buffer_put(out, TEXT("},\"namespace\":"));
    put_json_string(out, manifest->namespace);
    buffer_put(out, TEXT(",\"name\":"));
    put_json_string(out, manifest->name);
    buffer_put(out, TEXT(",\"object\":"));
    buffer_put(out, text_from_string(
                        json_object_to_json_string_ext(manifest->object, JSON_C_TO_STRING_PLAIN)));
    buffer_put(out, TEXT("}}"));
}

static void judge_there(const struct manifest *manifest, struct buffer *findings)
{
    struct arena arena;
    struct admission admission;
    struct buffer review = {0};
    struct buffer response = {0};
    struct error error = {0};
    const struct admission_context context = {.environment = TEXT("production"),
                                              .today = FUZZ_TODAY};
    put_review(&review, manifest);
    arena_init(&arena, FUZZ_ARENA_BYTES);
    if (admission_answer(fuzz_policy(), &context, buffer_text(&review), &arena, &admission,
                         &response, &error) == ADMISSION_ANSWERED &&
        admission.failure.kind == ERROR_NONE)
        put_findings(findings, &admission.subject, &admission.verdict);
    admission_release(&admission);
    arena_release(&arena);
    buffer_release(&response);
    buffer_release(&review);
}

/* A manifest can be larger and odder than an API server would send it; what it is sent is the same
 * object. Numbers that JSON has no words for (.inf) and deletion are the exceptions. */
static bool is_comparable(const struct manifest *manifest)
{
    const char *json = json_object_to_json_string_ext(manifest->object, JSON_C_TO_STRING_PLAIN);
    struct text text = text_from_string(json);
    return !text_contains(text, TEXT("Infinity")) && !text_contains(text, TEXT("NaN")) &&
           !text_contains(text, TEXT("deletionTimestamp"));
}

static void check_object(const struct manifest *manifest)
{
    struct buffer here = {0};
    struct buffer there = {0};
    judge_here(manifest, &here);
    if (is_comparable(manifest)) {
        judge_there(manifest, &there);
        MUST(there.len == 0 || here.len == 0 ||
             text_equal(buffer_text(&here), buffer_text(&there)));
    }
    buffer_release(&here);
    buffer_release(&there);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct manifest_reader *reader = manifest_reader_new(fuzz_text(data, size), TEXT("a.yaml"));
    enum manifest_result result = MANIFEST_FAILED;
    MUST(reader != NULL);
    for (size_t i = 0; i < MAX_OBJECTS && result != MANIFEST_END; i++) {
        struct manifest manifest = {0};
        struct error error = {0};
        result = manifest_reader_next(reader, &manifest, NULL, &error);
        if (result == MANIFEST_OBJECT)
            check_object(&manifest);
        MUST(result != MANIFEST_FAILED || error.text[0] != '\0');
    }
    MUST(result == MANIFEST_END);
    manifest_reader_free(reader);
    return 0;
}
