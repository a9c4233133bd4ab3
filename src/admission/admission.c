#include "admission/admission.h"

#include "base/limits.h"
#include "core/namespace_guard.h"
#include "document/json.h"
#include "image_review.h"
#include "response.h"
#include "review.h"
#include "review_wanted.h"

/* How each kind of review is read and answered. */
static const struct {
    const struct wanted *wanted;
    bool (*read)(struct admission *admission, struct arena *arena, struct error *error);
    void (*put)(struct buffer *out, const struct policy *policy, const struct admission *admission);
} reviews[] = {
    [ADMISSION_IMAGES] = {&review_wanted, review_read, response_put},
    [ADMISSION_NAMESPACE_LABEL] = {&review_wanted, review_read, response_put},
    [ADMISSION_IMAGE_REVIEW] = {&image_review_wanted, image_review_read, response_put_image_review},
};

static enum admission_result refuse(const struct error *error)
{
    return error->kind == ERROR_MEMORY ? ADMISSION_FAILED : ADMISSION_BAD_REQUEST;
}

/* From here on the uid is known: whatever goes wrong is answered, and answered with a denial. */
static void judge(const struct policy *policy, struct admission *admission, struct arena *arena)
{
    if (admission->question == ADMISSION_NAMESPACE_LABEL) {
        admission->verdict.allowed = namespace_guard_allows(policy, &admission->subject);
        return;
    }
    if (gate_judge(policy, &admission->subject, arena, &admission->verdict, &admission->failure))
        return;
    admission->verdict = (struct verdict){.environment = admission->verdict.environment};
    if (admission->failure.kind == ERROR_NONE)
        error_set(&admission->failure, ERROR_INTERNAL, "no reason was given");
}

/* Reads and judges. False, with the error set, if there is nobody to answer. */
static bool look(const struct review_context *review, const struct admission_context *context,
                 struct text body, struct arena *arena, struct admission *admission,
                 struct error *error)
{
    const struct json_selection selection = {reviews[context->question].wanted, review,
                                             LIMIT_REVIEW_CONTAINERS};
    *admission = (struct admission){.question = context->question};
    if (!json_read_selection(body, &selection, &admission->tree, error) ||
        !reviews[context->question].read(admission, arena, error))
        return false;
    admission->subject.scope.environment = context->environment;
    admission->subject.today = context->today;
    judge(review->policy, admission, arena);
    return true;
}

/* What an object was before can only soften what is found, so that it is not read where nothing is.
 */
static bool depends_on_old_object(const struct admission *admission)
{
    return admission->question == ADMISSION_IMAGES && admission->subject.old_object != NULL &&
           (admission->verdict.finding_count != 0 || admission->failure.kind != ERROR_NONE);
}

enum admission_result admission_answer(const struct policy *policy,
                                       const struct admission_context *context, struct text body,
                                       struct arena *arena, struct admission *admission,
                                       struct buffer *response, struct error *error)
{
    struct review_context review = {policy, context->question, false};
    if (!look(&review, context, body, arena, admission, error))
        return refuse(error);
    if (depends_on_old_object(admission)) {
        admission_release(admission);
        review.wants_old_object = true;
        if (!look(&review, context, body, arena, admission, error))
            return refuse(error);
    }
    reviews[context->question].put(response, policy, admission);
    if (response->failed) {
        error_no_memory(error);
        return ADMISSION_FAILED;
    }
    return ADMISSION_ANSWERED;
}

void admission_release(struct admission *admission)
{
    json_object_put(admission->tree);
    *admission = (struct admission){0};
}
