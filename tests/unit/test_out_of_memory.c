/* Every allocation fails in turn, in our code and in the libraries: nothing crashes, nothing leaks,
 * nothing that must be denied is allowed. */
#include <check.h>
#include <glob.h>
#include <stdio.h>

#include "admission/admission.h"
#include "config/config.h"
#include "data_files.h"
#include "document/yaml.h"
#include "failing_malloc.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 20, MAX_FILE_BYTES = 1 << 16, MAX_ALLOCATIONS = 200000 };

static glob_t reviews;
static glob_t configurations;
static char file_bytes[MAX_FILE_BYTES];

static struct text read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    size_t len = fread(file_bytes, 1, sizeof file_bytes, file);
    fclose(file);
    return (struct text){file_bytes, len};
}

/* What one request came to, without anything that lives in memory. */
struct attempt {
    enum admission_result result;
    bool allowed;
    bool has_failed;
};

static struct attempt answer(const struct policy *policy, struct text body, size_t count,
                             void (*arm)(size_t))
{
    struct arena arena;
    struct buffer response = {0};
    struct admission admission;
    struct error error = {0};
    struct admission_context context = {.today = 20261124};
    arena_init(&arena, ARENA_BYTES);
    arm(count);
    struct attempt outcome = {
        .result = admission_answer(policy, &context, body, &arena, &admission, &response, &error),
    };
    outcome.allowed = outcome.result == ADMISSION_ANSWERED &&
                      text_contains(buffer_text(&response), TEXT("\"allowed\":true"));
    admission_release(&admission);
    outcome.has_failed = failing_malloc_off();
    buffer_release(&response);
    arena_release(&arena);
    return outcome;
}

static void never(size_t count)
{
    (void)count;
}

static void fail_everywhere(const struct policy *policy, const char *path, void (*arm)(size_t))
{
    struct text body = read_file(path);
    struct attempt want = answer(policy, body, 0, never);
    size_t live = failing_malloc_live();
    for (size_t count = 0; count < MAX_ALLOCATIONS; count++) {
        struct attempt got = answer(policy, body, count, arm);
        ck_assert_msg(!got.allowed || want.allowed, "%s: allowed when allocation %zu fails", path,
                      count);
        ck_assert_msg(failing_malloc_live() == live, "%s: a leak when allocation %zu fails", path,
                      count);
        if (!got.has_failed) {
            ck_assert_int_eq(got.result, want.result);
            ck_assert_int_eq(got.allowed, want.allowed);
            return;
        }
    }
    ck_abort_msg("%s: more allocations than expected", path);
}

START_TEST(a_review_is_never_allowed_for_want_of_memory)
{
    struct policy *policy = policy_new_default(NULL);
    ck_assert_ptr_nonnull(policy);
    policy->read_yaml = yaml_read_embedded;
    fail_everywhere(policy, reviews.gl_pathv[_i], failing_malloc_after);
    fail_everywhere(policy, reviews.gl_pathv[_i], failing_malloc_once_after);
    policy_free(policy);
}
END_TEST

/* True if something failed; then there must be no configuration and a reason. */
static bool load_with_failure(struct text bytes, size_t count)
{
    struct error_list errors;
    size_t live = failing_malloc_live();
    error_list_init(&errors, 10);
    failing_malloc_after(count);
    struct config *config = config_parse(bytes, "test.yaml", NULL, 0, &errors);
    bool has_failed = failing_malloc_off();
    ck_assert_msg(config != NULL || !error_list_is_empty(&errors),
                  "no configuration and no reason when allocation %zu fails", count);
    config_free(config);
    error_list_release(&errors);
    ck_assert_msg(failing_malloc_live() == live, "a leak when allocation %zu fails", count);
    return has_failed;
}

START_TEST(a_configuration_is_whole_or_refused)
{
    struct text bytes = read_file(configurations.gl_pathv[_i]);
    size_t count = 0;
    while (load_with_failure(bytes, count))
        count++;
    ck_assert_int_eq(count != 0, failing_malloc_works());
}
END_TEST

int main(void)
{
    data_files_find("reviews/*.json", &reviews);
    data_files_find("config/valid/*.yaml", &configurations);
    Suite *suite = suite_create("out of memory");
    TCase *tcase = tcase_create("every allocation");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, a_review_is_never_allowed_for_want_of_memory, 0,
                        (int)reviews.gl_pathc);
    tcase_add_loop_test(tcase, a_configuration_is_whole_or_refused, 0,
                        (int)configurations.gl_pathc);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    globfree(&reviews);
    globfree(&configurations);
    return status;
}
