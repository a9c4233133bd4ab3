/* The body of a request, as bytes: whatever it is, it is answered, and allowed only by a verdict
 * that is whole. What the reader leaves out of the tree changes no answer. */
#include "admission/admission.h"

#include "core/json_node.h"
#include "document/json.h"
#include "fuzz.h"

/* The answer says what the verdict says, and can be read back. */
static void check_answer(const struct admission *admission, const struct buffer *response)
{
    struct json_object *answer = NULL;
    struct error error = {0};
    MUST(json_read(buffer_text(response), NULL, NULL, &answer, &error));
    struct json_object *inner = json_member(answer, "response");
    bool allowed = json_object_get_boolean(json_member(inner, "allowed"));
    MUST(text_equal(json_member_text(inner, "uid"), admission->uid));
    MUST(allowed == admission->verdict.allowed);
    MUST(!allowed || admission->failure.kind == ERROR_NONE);
    MUST(!allowed || admission->verdict.outcome_counts[OUTCOME_DENY] == 0);
    json_object_put(answer);
}

/* A repeated key has the body read as a whole. The rest of an object stands behind it. */
static void check_whole(struct text body, const struct admission_context *context,
                        const struct buffer *want)
{
    struct arena arena;
    struct admission admission;
    struct buffer whole = {0};
    struct buffer response = {0};
    struct error error = {0};
    buffer_put(&whole, TEXT("{\"kind\":null,"));
    buffer_put(&whole, text_slice(body, text_find(body, '{') + 1, body.len));
    arena_init(&arena, FUZZ_ARENA_BYTES);
    MUST(admission_answer(fuzz_policy(), context, buffer_text(&whole), &arena, &admission,
                          &response, &error) == ADMISSION_ANSWERED);
    MUST(text_equal(buffer_text(&response), buffer_text(want)));
    admission_release(&admission);
    buffer_release(&response);
    buffer_release(&whole);
    arena_release(&arena);
}

static void ask(struct text body, const struct admission_context *context)
{
    struct arena arena;
    struct admission admission;
    struct buffer response = {0};
    struct error error = {0};
    arena_init(&arena, FUZZ_ARENA_BYTES);
    switch (admission_answer(fuzz_policy(), context, body, &arena, &admission, &response, &error)) {
    case ADMISSION_ANSWERED:
        check_answer(&admission, &response);
        check_whole(body, context, &response);
        break;
    case ADMISSION_BAD_REQUEST:
        MUST(error.kind != ERROR_NONE && error.text[0] != '\0');
        break;
    case ADMISSION_FAILED:
        MUST(error.kind != ERROR_NONE);
        break;
    }
    admission_release(&admission);
    buffer_release(&response);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct admission_context contexts[] = {
        {.today = FUZZ_TODAY},
        {.environment = TEXT_INIT("production"), .today = FUZZ_TODAY},
        {.question = ADMISSION_NAMESPACE_LABEL, .today = FUZZ_TODAY},
    };
    for (size_t i = 0; i < sizeof contexts / sizeof contexts[0]; i++)
        ask(fuzz_text(data, size), &contexts[i]);
    return 0;
}
