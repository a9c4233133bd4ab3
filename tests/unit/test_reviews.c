/* Every AdmissionReview that a real API server sent gets the answer of tests/data/reviews.tsv. */
#include <check.h>
#include <glob.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admission/admission.h"
#include "core/json_node.h"
#include "data_files.h"
#include "document/json.h"
#include "document/yaml.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 20, MAX_ROWS = 200, MAX_LINE = 1024, MAX_PATH = 512 };

struct row {
    char file[MAX_PATH];
    char environment[64]; /* "-": the namespace decides */
    char decision[8];
    char message[MAX_LINE]; /* its first line; "-": none */
};

static struct row rows[MAX_ROWS];
static size_t row_count;

static const char *data_folder(void)
{
    const char *data = getenv("RG_TEST_DATA");
    return data != NULL ? data : "tests/data";
}

static void load_rows(void)
{
    char path[MAX_PATH];
    snprintf(path, sizeof path, "%s/reviews.tsv", data_folder());
    FILE *file = fopen(path, "r");
    char line[2 * MAX_LINE];
    while (file != NULL && row_count < MAX_ROWS && fgets(line, sizeof line, file) != NULL) {
        struct row *row = &rows[row_count];
        if (line[0] != '#' && sscanf(line, "%511[^\t]\t%63[^\t]\t%7[^\t]\t%1023[^\n]", row->file,
                                     row->environment, row->decision, row->message) == 4)
            row_count++;
    }
    if (file != NULL)
        fclose(file);
    if (row_count == 0) {
        fprintf(stderr, "%s: no row\n", path);
        exit(1);
    }
}

static struct text read_review(const char *name, char *bytes, size_t size)
{
    char path[2 * MAX_PATH];
    snprintf(path, sizeof path, "%s/reviews/%s", data_folder(), name);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    size_t len = fread(bytes, 1, size, file);
    fclose(file);
    return (struct text){bytes, len};
}

static struct text first_line(struct text message)
{
    return text_slice(message, 0, text_find(message, '\n'));
}

static void check_answer(const struct row *row, const struct admission *admission,
                         struct text response)
{
    struct json_object *answer = NULL;
    ck_assert(json_read(response, NULL, NULL, &answer, NULL));
    struct json_object *body = json_member(answer, "response");
    struct text message = first_line(json_member_text(json_member(body, "status"), "message"));
    struct text want = strcmp(row->message, "-") == 0 ? TEXT("") : text_from_string(row->message);
    const char *decision = verdict_decision_name(&admission->verdict);
    ck_assert_msg(strcmp(decision, row->decision) == 0, "%s: want %s, got %s: %.*s", row->file,
                  row->decision, decision, TEXT_ARGS(message));
    ck_assert_msg(text_equal(message, want), "%s: got \"%.*s\"", row->file, TEXT_ARGS(message));
    ck_assert_msg(text_equal(json_member_text(body, "uid"), admission->uid), "%s", row->file);
    bool allowed = json_object_get_boolean(json_member(body, "allowed"));
    ck_assert_int_eq(allowed, admission->verdict.allowed);
    json_object_put(answer);
}

START_TEST(every_recorded_review_gets_its_answer)
{
    static char bytes[1 << 16];
    const struct row *row = &rows[_i];
    struct policy *policy = policy_new_default(NULL);
    ck_assert_ptr_nonnull(policy);
    policy->read_yaml = yaml_read_embedded;
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    struct buffer response = {0};
    struct admission admission;
    struct error error = {0};
    struct admission_context context = {.today = 20261124};
    if (strcmp(row->environment, "-") != 0)
        context.environment = text_from_string(row->environment);
    struct text review = read_review(row->file, bytes, sizeof bytes);
    ck_assert_msg(admission_answer(policy, &context, review, &arena, &admission, &response,
                                   &error) == ADMISSION_ANSWERED,
                  "%s: %s", row->file, error.text);
    check_answer(row, &admission, buffer_text(&response));
    admission_release(&admission);
    buffer_release(&response);
    arena_release(&arena);
    policy_free(policy);
}
END_TEST

START_TEST(every_recorded_review_has_a_row)
{
    glob_t files = {0};
    data_files_find("reviews/*.json", &files);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        const char *name = strrchr(files.gl_pathv[i], '/') + 1;
        size_t row = 0;
        while (row < row_count && strcmp(rows[row].file, name) != 0)
            row++;
        ck_assert_msg(row < row_count, "%s has no row in reviews.tsv", name);
    }
    globfree(&files);
}
END_TEST

int main(void)
{
    load_rows();
    Suite *suite = suite_create("reviews");
    TCase *tcase = tcase_create("recorded");
    tcase_add_test(tcase, every_recorded_review_has_a_row);
    tcase_add_loop_test(tcase, every_recorded_review_gets_its_answer, 0, (int)row_count);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
