/* The examples of the deployment rules (tests/data/examples.tsv), for every built-in kind and every
 * place in it that can name an image. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admission/admission.h"
#include "core/kind.h"
#include "make_review.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 20, MAX_EXAMPLES = 100, ENVIRONMENTS = 3, MAX_LINE = 512 };

static const char *const environments[ENVIRONMENTS] = {"dev", "test", "production"};

static struct example {
    char tag[MAX_LINE];
    char decisions[ENVIRONMENTS][8];
} examples[MAX_EXAMPLES];
static size_t example_count;

#define GOOD "{\"name\":\"a\",\"image\":\"app:v1.0.0\"}"
#define X "{\"name\":\"x\",\"image\":\"app:"

/* A pod spec with one place to judge and a good image everywhere else: what stands before and
 * behind the tag. */
static const struct {
    const char *before;
    const char *behind;
} places[] = {
    {"{\"containers\":[" X, "\"}]}"},
    {"{\"containers\":[" GOOD "," X, "\"}]}"},
    {"{\"initContainers\":[" X, "\"}],\"containers\":[" GOOD "]}"},
    {"{\"containers\":[" GOOD "],\"ephemeralContainers\":[" X, "\"}]}"},
    {"{\"containers\":[" GOOD "],\"volumes\":[{\"name\":\"e\",\"emptyDir\":{}},"
     "{\"name\":\"x\",\"image\":{\"reference\":\"app:",
     "\"}}]}"},
};

static void load_examples(void)
{
    const char *data = getenv("RG_TEST_DATA");
    char path[MAX_LINE];
    snprintf(path, sizeof path, "%s/examples.tsv", data != NULL ? data : "tests/data");
    FILE *file = fopen(path, "r");
    char line[MAX_LINE];
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        struct example *example = &examples[example_count];
        if (line[0] != '#' &&
            sscanf(line, "%511[^\t]\t%7s\t%7s\t%7s", example->tag, example->decisions[0],
                   example->decisions[1], example->decisions[2]) == 4)
            example_count++;
    }
    if (file != NULL)
        fclose(file);
    if (example_count == 0) {
        fprintf(stderr, "%s: no example\n", path);
        exit(1);
    }
}

/* {"a":{"b": ... }} around `inner` for the path "a.b". */
static void put_nested(struct buffer *out, struct text path, const char *inner)
{
    size_t depth = 0;
    struct text rest = path;
    do {
        struct text name = text_cut(&rest, '.');
        buffer_printf(out, "\"%.*s\":%s", TEXT_ARGS(name), rest.ptr != NULL ? "{" : "");
        depth += rest.ptr != NULL;
    } while (rest.ptr != NULL);
    buffer_put(out, text_from_string(inner));
    while (depth-- != 0)
        buffer_put_char(out, '}');
}

static void put_object(struct buffer *out, const struct kind *kind, const char *pod_spec)
{
    buffer_printf(out,
                  "{\"apiVersion\":\"%.*s%sv1\",\"kind\":\"%.*s\",\"metadata\":{\"name\":\"n\"},",
                  TEXT_ARGS(kind->group), kind->group.len != 0 ? "/" : "", TEXT_ARGS(kind->kind));
    put_nested(out, kind->places[0].path, pod_spec);
    buffer_put(out, TEXT("}"));
    buffer_put_char(out, '\0');
}

static void judge_object(const struct policy *policy, const char *object, const char *environment,
                         const char *want)
{
    struct buffer review = {0};
    make_review(&review, &(struct review_parts){.object = object});
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    struct admission admission;
    struct buffer response = {0};
    struct error error = {0};
    struct admission_context context = {.environment = text_from_string(environment)};
    enum admission_result result = admission_answer(policy, &context, buffer_text(&review), &arena,
                                                    &admission, &response, &error);
    ck_assert_msg(result == ADMISSION_ANSWERED, "%s: %s", object, error.text);
    ck_assert_msg(strcmp(verdict_decision_name(&admission.verdict), want) == 0,
                  "%s in %s: want %s, got %s", object, environment, want,
                  verdict_decision_name(&admission.verdict));
    admission_release(&admission);
    buffer_release(&response);
    buffer_release(&review);
    arena_release(&arena);
}

static void judge_everywhere(const struct policy *policy, const struct example *example,
                             const struct kind *kind)
{
    for (size_t place = 0; place < ARRAY_LEN(places); place++) {
        char pod_spec[2 * MAX_LINE];
        snprintf(pod_spec, sizeof pod_spec, "%s%s%s", places[place].before, example->tag,
                 places[place].behind);
        struct buffer object = {0};
        put_object(&object, kind, pod_spec);
        for (size_t i = 0; i < ENVIRONMENTS; i++)
            judge_object(policy, buffer_text(&object).ptr, environments[i], example->decisions[i]);
        buffer_release(&object);
    }
}

START_TEST(every_example_holds_for_every_kind_and_place)
{
    size_t count = 0;
    const struct kind *kinds = kind_built_in_table(&count);
    struct policy *policy = policy_new_default(NULL);
    ck_assert_ptr_nonnull(policy);
    for (size_t i = 0; i < count; i++) {
        if (kinds[i].requires_image)
            judge_everywhere(policy, &examples[_i], &kinds[i]);
    }
    policy_free(policy);
}
END_TEST

int main(void)
{
    load_examples();
    Suite *suite = suite_create("examples");
    TCase *tcase = tcase_create("deployment rules");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, every_example_holds_for_every_kind_and_place, 0, (int)example_count);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
