/* Who may change the environment of a namespace. */
#include <check.h>
#include <stdlib.h>

#include "admission/admission.h"
#include "make_review.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 20 };

#define NAMESPACE(labels)                                                                              \
    "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"web\",\"labels\":{" labels \
    "}}}"
#define LABEL(value) "\"release-gate.power-edge.io/environment\":\"" value "\""

static const struct text guards[] = {TEXT_INIT("platform"), TEXT_INIT("system:masters")};

static const struct row {
    const char *what;
    struct review_parts parts;
    bool allowed;
    const char *message; /* a part of it as JSON; NULL: any */
} rows[] = {
    {"a namespace without the label is anyone's", {.object = NAMESPACE("")}, true, NULL},
    {"other labels are anyone's",
     {.operation = "UPDATE", .object = NAMESPACE("\"a\":\"b\""), .old_object = NAMESPACE("")},
     true,
     NULL},
    {"a label that stays is fine",
     {.operation = "UPDATE",
      .object = NAMESPACE(LABEL("test")),
      .old_object = NAMESPACE(LABEL("test"))},
     true,
     NULL},
    {"a creation with the label is guarded", {.object = NAMESPACE(LABEL("dev"))}, false, NULL},
    {"setting it is guarded",
     {.operation = "UPDATE", .object = NAMESPACE(LABEL("dev")), .old_object = NAMESPACE("")},
     false,
     NULL},
    {"changing it is guarded",
     {.operation = "UPDATE",
      .object = NAMESPACE(LABEL("dev")),
      .old_object = NAMESPACE(LABEL("production"))},
     false,
     NULL},
    {"removing it is guarded",
     {.operation = "UPDATE", .object = NAMESPACE(""), .old_object = NAMESPACE(LABEL("production"))},
     false,
     NULL},
    {"changing it through the status is guarded",
     {.operation = "UPDATE",
      .subresource = "status",
      .object = NAMESPACE(LABEL("dev")),
      .old_object = NAMESPACE("")},
     false,
     NULL},
    {"a guard may change it",
     {.operation = "UPDATE",
      .object = NAMESPACE(LABEL("dev")),
      .old_object = NAMESPACE(""),
      .groups = "[\"dev\",\"platform\"]"},
     true,
     NULL},
    {"another group may not",
     {.operation = "UPDATE",
      .object = NAMESPACE(LABEL("dev")),
      .old_object = NAMESPACE(""),
      .groups = "[\"platform2\"]"},
     false,
     NULL},
    {"a guard may take it away",
     {.operation = "UPDATE",
      .object = NAMESPACE(""),
      .old_object = NAMESPACE(LABEL("dev")),
      .groups = "[\"platform\"]"},
     true,
     NULL},
    {"not even a guard sets it to what is no environment",
     {.operation = "UPDATE",
      .object = NAMESPACE(LABEL("prod")),
      .old_object = NAMESPACE(""),
      .groups = "[\"platform\"]"},
     false,
     "to \\\"prod\\\", which is no environment [RG012]; use one of: production, test, dev"},
    {"nor creates a namespace with that",
     {.object = NAMESPACE(LABEL("Production")), .groups = "[\"platform\"]"},
     false,
     "use one of"},
    {"what was no environment before stays until it is changed",
     {.operation = "UPDATE",
      .object = NAMESPACE(LABEL("prod") ",\"a\":\"b\""),
      .old_object = NAMESPACE(LABEL("prod"))},
     true,
     NULL},
    {"who may not choose one is not told which there are",
     {.object = NAMESPACE(LABEL("prod"))},
     false,
     "to \\\"prod\\\", which is guarded [RG012]; leave the label"},
    {"a namespace may be deleted",
     {.operation = "DELETE", .old_object = NAMESPACE(LABEL("test"))},
     true,
     NULL},
    {"a missing object is denied",
     {.operation = "UPDATE", .old_object = NAMESPACE("")},
     false,
     NULL},
};

START_TEST(only_guards_change_the_label)
{
    const struct row *row = &rows[_i];
    struct policy *policy = policy_new_default(NULL);
    policy->guard_groups = (struct text_list){guards, ARRAY_LEN(guards)};
    struct buffer review = {0};
    make_review(&review, &row->parts);
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    struct admission admission;
    struct buffer response = {0};
    struct error error = {0};
    struct admission_context context = {.question = ADMISSION_NAMESPACE_LABEL};
    ck_assert_int_eq(admission_answer(policy, &context, buffer_text(&review), &arena, &admission,
                                      &response, &error),
                     ADMISSION_ANSWERED);
    ck_assert_msg(admission.verdict.allowed == row->allowed, "%s: %.*s", row->what,
                  TEXT_ARGS(buffer_text(&response)));
    ck_assert(text_contains(buffer_text(&response), TEXT("RG012")) == !row->allowed);
    ck_assert_msg(row->message == NULL ||
                      text_contains(buffer_text(&response), text_from_string(row->message)),
                  "%s: %.*s", row->what, TEXT_ARGS(buffer_text(&response)));
    admission_release(&admission);
    buffer_release(&response);
    buffer_release(&review);
    arena_release(&arena);
    policy_free(policy);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("namespace guard");
    TCase *tcase = tcase_create("label");
    tcase_add_loop_test(tcase, only_guards_change_the_label, 0, (int)ARRAY_LEN(rows));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
