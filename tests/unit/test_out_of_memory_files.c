/* Every allocation fails in turn while files are checked and certificates loaded: nothing crashes,
 * nothing leaks, and no finding is missing without a word. */
#include <check.h>
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data_files.h"
#include "document/manifest.h"
#include "failing_malloc.h"
#include "make_report.h"
#include "run_suite.h"
#include "server/certificate.h"

enum { ARENA_BYTES = 1 << 20, MAX_ALLOCATIONS = 200000 };

static glob_t manifests;
static struct policy *policy;

/* What a file came to, without anything that lives in memory. */
struct file_outcome {
    size_t objects;
    size_t denied;
    bool is_whole;
};

static void judge(const struct manifest *manifest, struct report *report,
                  struct file_outcome *outcome)
{
    struct arena arena;
    struct verdict verdict;
    struct subject subject = manifest_subject(manifest);
    subject.today = 20261124;
    subject.scope.environment = TEXT("production");
    const struct report_source source = {TEXT("a.yaml"), manifest->line};
    arena_init(&arena, ARENA_BYTES);
    if (!gate_judge(policy, &subject, &arena, &verdict, NULL) ||
        !report_add(report, &source, &subject, &verdict))
        outcome->is_whole = false;
    outcome->objects++;
    outcome->denied += !verdict.allowed;
    arena_release(&arena);
}

static void read_all(struct text bytes, struct report *report, struct file_outcome *outcome)
{
    struct manifest_reader *reader = manifest_reader_new(bytes, TEXT("a.yaml"));
    if (reader == NULL) {
        outcome->is_whole = false;
        return;
    }
    enum manifest_result result = MANIFEST_FAILED;
    while (result != MANIFEST_END) {
        struct manifest manifest = {0};
        struct error error = {0};
        result = manifest_reader_next(reader, &manifest, NULL, &error);
        if (result == MANIFEST_OBJECT)
            judge(&manifest, report, outcome);
        if (result == MANIFEST_FAILED)
            outcome->is_whole = false;
    }
    manifest_reader_free(reader);
}

static void write_formats(const struct report *report, struct file_outcome *outcome)
{
    size_t count;
    const struct report_format *formats = report_formats(&count);
    const struct report_style style = {.version = "0.1.0"};
    for (size_t i = 0; i < count; i++) {
        struct buffer out = {0};
        formats[i].write(report, &style, &out);
        outcome->is_whole &= !out.failed;
        buffer_release(&out);
    }
}

static struct file_outcome check_file(struct text bytes)
{
    struct report report;
    struct file_outcome outcome = {.is_whole = true};
    report_init(&report, 0);
    read_all(bytes, &report, &outcome);
    if (outcome.is_whole)
        write_formats(&report, &outcome);
    report_release(&report);
    return outcome;
}

static void check_file_without(struct text bytes, void (*arm)(size_t))
{
    struct file_outcome want = check_file(bytes);
    size_t live = failing_malloc_live();
    for (size_t count = 0; count < MAX_ALLOCATIONS; count++) {
        arm(count);
        struct file_outcome got = check_file(bytes);
        bool has_failed = failing_malloc_off();
        ck_assert_msg(!got.is_whole || (got.objects == want.objects && got.denied == want.denied),
                      "something is missing when allocation %zu fails", count);
        ck_assert_msg(failing_malloc_live() == live, "a leak when allocation %zu fails", count);
        if (!has_failed)
            return;
    }
    ck_abort_msg("more allocations than expected");
}

static void check_both_ways(struct text bytes)
{
    check_file_without(bytes, failing_malloc_after);
    check_file_without(bytes, failing_malloc_once_after);
}

START_TEST(a_file_is_whole_or_an_error)
{
    char *bytes = NULL;
    size_t len = 0;
    FILE *file = fopen(manifests.gl_pathv[_i], "rb");
    ck_assert_ptr_nonnull(file);
    ssize_t got = getdelim(&bytes, &len, EOF, file);
    fclose(file);
    if (got > 0)
        check_both_ways((struct text){bytes, (size_t)got});
    free(bytes);
}
END_TEST

START_TEST(a_report_is_whole_or_fails)
{
    check_both_ways(text_from_string(make_report_web));
    check_both_ways(text_from_string(make_report_twins));
}
END_TEST

/* ---- Certificates. */

static char chain_file[] = "/tmp/release-gate-chain-XXXXXX";
static char key_file[] = "/tmp/release-gate-key-XXXXXX";

static void write_file(char *path, const char *content)
{
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, content, strlen(content)), (ssize_t)strlen(content));
    close(file);
}

/* True if something failed; then there is no certificate, or a whole one. */
static bool load_without(size_t count, const struct certificate *made)
{
    struct certificate loaded = {0};
    struct error error = {0};
    failing_malloc_after(count);
    bool is_loaded = certificate_load(chain_file, key_file, &loaded, &error);
    bool has_failed = failing_malloc_off();
    if (is_loaded) {
        ck_assert_str_eq(loaded.chain, made->chain);
        ck_assert_str_eq(loaded.key, made->key);
        ck_assert_str_eq(loaded.fingerprint, made->fingerprint);
        certificate_release(&loaded);
    } else {
        ck_assert_int_ne(error.kind, ERROR_NONE);
    }
    ERR_clear_error();
    return has_failed;
}

START_TEST(a_certificate_is_whole_or_refused)
{
    struct certificate made;
    struct error error = {0};
    size_t count = 0;
    ck_assert(certificate_make(&made, &error));
    write_file(chain_file, made.chain);
    write_file(key_file, made.key);
    ck_assert(!load_without(MAX_ALLOCATIONS, &made));
    while (load_without(count, &made))
        count++;
    ck_assert_int_eq(count != 0, failing_malloc_works());
    unlink(chain_file);
    unlink(key_file);
    certificate_release(&made);
}
END_TEST

int main(void)
{
    data_files_find("manifests/kubectl/*", &manifests);
    policy = policy_new_default(NULL);
    Suite *suite = suite_create("out of memory, files");
    TCase *tcase = tcase_create("every allocation");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, a_file_is_whole_or_an_error, 0, (int)manifests.gl_pathc);
    tcase_add_test(tcase, a_report_is_whole_or_fails);
    tcase_add_test(tcase, a_certificate_is_whole_or_refused);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    policy_free(policy);
    globfree(&manifests);
    return status;
}
