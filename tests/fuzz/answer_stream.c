/* The gate's side of the comparison with Go: frames as tests/fuzz/go/api-server reads them. An
 * object is put into an AdmissionReview; the kind "Image" is a reference that stands alone. Answers
 * each with one line, by the rules of production: "allow", "deny" or "refuse". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admission/admission.h"
#include "frames.h"
#include "fuzz.h"

static const char *ask(struct text body)
{
    struct arena arena;
    struct admission admission;
    struct buffer response = {0};
    struct error error = {0};
    const struct admission_context context = {.environment = TEXT("production"),
                                              .today = FUZZ_TODAY};
    arena_init(&arena, FUZZ_ARENA_BYTES);
    enum admission_result result =
        admission_answer(fuzz_policy(), &context, body, &arena, &admission, &response, &error);
    const char *answer = "refuse";
    if (result == ADMISSION_ANSWERED)
        answer = admission.verdict.allowed ? "allow" : "deny";
    admission_release(&admission);
    buffer_release(&response);
    arena_release(&arena);
    return answer;
}

static const struct {
    const char *kind;
    const char *group;
} groups[] = {
    {"Deployment", "apps"},
    {"StatefulSet", "apps"},
    {"CronJob", "batch"},
};

static const char *group_of(const char *kind)
{
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (strcmp(groups[i].kind, kind) == 0)
            return groups[i].group;
    }
    return "";
}

static const char *ask_about_object(const char *kind, struct text object)
{
    struct buffer review = {0};
    buffer_printf(&review,
                  "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
                  "\"request\":{\"uid\":\"1\",\"operation\":\"CREATE\",\"kind\":{\"group\":"
                  "\"%s\",\"version\":\"v1\",\"kind\":\"%s\"},\"name\":\"a\",\"object\":",
                  group_of(kind), kind);
    buffer_put(&review, object);
    buffer_put(&review, TEXT("}}"));
    MUST(!review.failed);
    const char *answer = ask(buffer_text(&review));
    buffer_release(&review);
    return answer;
}

static const char *ask_about_image(struct text image)
{
    struct tag_verdict verdict;
    struct image_ref ref;
    struct error error = {0};
    const struct environment *production =
        policy_find_environment(fuzz_policy(), TEXT("production"));
    if (image_ref_parse(text_trim_blanks(image), &ref) != IMAGE_REF_VALID ||
        !tag_classify(fuzz_policy()->tags, &ref, &verdict, &error))
        return "deny";
    return production->image_rules[verdict.class] == ACTION_ALLOW ? "allow" : "deny";
}

static void answer(const char *kind, struct text bytes)
{
    puts(strcmp(kind, "Image") == 0 ? ask_about_image(bytes) : ask_about_object(kind, bytes));
}

int main(void)
{
    frames_answer(answer);
    return EXIT_SUCCESS;
}
