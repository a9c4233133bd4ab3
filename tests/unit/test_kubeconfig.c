#define _GNU_SOURCE
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "cluster/access.h"
#include "cluster/attempts.h"
#include "data_files.h"
#include "run_suite.h"

static glob_t files;

/* "kubeconfig/token.yaml" of a path below the test data. */
static const char *below_data(const char *path)
{
    const char *start = strstr(path, "kubeconfig/");
    return start != NULL ? start : path;
}

static void put(struct buffer *out, const char *name, const char *value)
{
    if (value != NULL)
        buffer_printf(out, "%s: %s\n", name, below_data(value));
}

static void put_plugin(struct buffer *out, const struct access_plugin *plugin)
{
    if (plugin->command == NULL)
        return;
    buffer_printf(out, "plugin: %s %s\n", plugin->api_version, below_data(plugin->command));
    put(out, "hint", plugin->hint);
    for (char **argument = plugin->arguments; *argument != NULL; argument++)
        put(out, "argument", *argument);
    for (char **variable = plugin->environment; *variable != NULL; variable++)
        put(out, "variable", *variable);
    if (plugin->wants_cluster)
        buffer_put(out, TEXT("wants_cluster\n"));
}

static void put_access(struct buffer *out, const struct access *access)
{
    put(out, "server", access->server);
    put(out, "tls_server_name", access->tls_server_name);
    put(out, "proxy", access->proxy);
    put(out, "namespace", access->namespace);
    put(out, "authority_file", access->authority_file);
    put(out, "authority", access->authority);
    put(out, "certificate_file", access->certificate_file);
    put(out, "certificate", access->certificate);
    put(out, "key_file", access->key_file);
    put(out, "key", access->key);
    put(out, "token_file", access->token_file);
    put(out, "token", access->token);
    if (access->is_insecure)
        buffer_put(out, TEXT("is_insecure\n"));
    put_plugin(out, &access->plugin);
}

START_TEST(every_file_says_what_stands_beside_it)
{
    const char *path = files.gl_pathv[_i];
    struct cluster_options options = {.kubeconfig = path};
    struct access access = {0};
    struct error error = {0};
    struct buffer out = {0};
    struct text want = {0};
    bool is_taken = access_of_kubeconfig(&options, &access, &error);
    if (is_taken) {
        put_access(&out, &access);
    } else {
        char text[1024];
        error_format(&error, text, sizeof text);
        buffer_printf(&out, "%s\n", below_data(text));
    }
    ck_assert_msg(data_file_read(path, is_taken ? ".access" : ".error", &want), "%s: %.*s", path,
                  TEXT_ARGS(buffer_text(&out)));
    ck_assert_msg(text_equal(want, buffer_text(&out)), "%s: want\n%.*sgot\n%.*s", path,
                  TEXT_ARGS(want), TEXT_ARGS(buffer_text(&out)));
    free((char *)want.ptr);
    buffer_release(&out);
    access_release(&access);
}
END_TEST

/* ---- Which file. */

static const char *data_file(const char *name)
{
    static char path[512];
    const char *data = getenv("RG_TEST_DATA");
    snprintf(path, sizeof path, "%s/kubeconfig/%s", data != NULL ? data : "tests/data", name);
    return path;
}

static bool take(const struct cluster_options *options, struct access *access, struct error *error)
{
    *access = (struct access){0};
    *error = (struct error){0};
    return access_of_kubeconfig(options, access, error);
}

START_TEST(of_several_files_the_first_that_says_something_holds)
{
    struct cluster_options options = {0};
    struct access access;
    struct error error;
    struct buffer list = {0};
    buffer_printf(&list, "/nowhere:%s", data_file("no-context.yaml"));
    buffer_printf(&list, ":%s", data_file("data.json"));
    buffer_printf(&list, ":%s", data_file("insecure.yaml"));
    buffer_put_char(&list, '\0');
    setenv("KUBECONFIG", list.bytes, 1);
    ck_assert_msg(take(&options, &access, &error), "%s", error.text);
    ck_assert_str_eq(access.server, "https://a.example");
    ck_assert_str_eq(access.key, "KEY");
    access_release(&access);

    options.context = "none";
    ck_assert(!take(&options, &access, &error));
    ck_assert_str_eq(error.text, "there is no context \"none\"");
    access_release(&access);

    options = (struct cluster_options){.kubeconfig = data_file("token.yaml"), .context = "other"};
    ck_assert_msg(take(&options, &access, &error), "%s", error.text);
    ck_assert_str_eq(access.token, "secret");
    access_release(&access);

    options = (struct cluster_options){0};
    setenv("KUBECONFIG", "/nowhere:/neither", 1);
    ck_assert(!take(&options, &access, &error));
    ck_assert_str_eq(error.text, "none of the files in KUBECONFIG is there");
    unsetenv("KUBECONFIG");
    setenv("HOME", "/nowhere", 1);
    ck_assert(!take(&options, &access, &error));
    ck_assert_str_eq(error.text, "no cluster is named: this is no pod, KUBECONFIG is not set and "
                                 "there is no /nowhere/.kube/config");
    buffer_release(&list);
}
END_TEST

START_TEST(a_pod_has_its_access_from_its_service_account)
{
    char folder[] = "/tmp/release-gate-account-XXXXXX";
    char file[64];
    struct cluster_options options = {.service_account = mkdtemp(folder)};
    struct access access = {0};
    struct error error = {0};
    ck_assert(!access_of_pod(&options, &access, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "this is no pod"));

    snprintf(file, sizeof file, "%s/namespace", folder);
    FILE *namespace = fopen(file, "w");
    fputs("gate\n", namespace);
    fclose(namespace);
    setenv("KUBERNETES_SERVICE_HOST", "fd00::1", 1);
    setenv("KUBERNETES_SERVICE_PORT", "443", 1);
    ck_assert(access_of_pod(&options, &access, &error));
    ck_assert_str_eq(access.server, "https://[fd00::1]:443");
    ck_assert_str_eq(access.namespace, "gate");
    ck_assert_ptr_nonnull(strstr(access.token_file, "/token"));
    ck_assert_ptr_nonnull(strstr(access.authority_file, "/ca.crt"));
    access_release(&access);
    unlink(file);
    options.service_account = NULL;
    setenv("KUBERNETES_SERVICE_HOST", "10.0.0.1", 1);
    ck_assert(access_of_pod(&options, &access, &error));
    ck_assert_str_eq(access.server, "https://10.0.0.1:443");
    ck_assert_str_eq(access.token_file, ACCESS_SERVICE_ACCOUNT "/token");
    access_release(&access);
    rmdir(folder);
    unsetenv("KUBERNETES_SERVICE_HOST");
    unsetenv("KUBERNETES_SERVICE_PORT");
}
END_TEST

/* ---- When to ask again. */

START_TEST(pauses_grow_are_random_and_keep_to_what_the_server_asks)
{
    ck_assert_uint_eq(attempts_pause_ms(0, 0, 0), 125);
    ck_assert_uint_eq(attempts_pause_ms(0, 0, UINT32_MAX), 250);
    ck_assert_uint_eq(attempts_pause_ms(1, 0, UINT32_MAX), 500);
    ck_assert_uint_eq(attempts_pause_ms(5, 0, UINT32_MAX), 8000);
    ck_assert_uint_eq(attempts_pause_ms(100, 0, UINT32_MAX), 8000);
    ck_assert_uint_eq(attempts_pause_ms(0, 7, 0), 7000);
    ck_assert_uint_eq(attempts_pause_ms(0, UINT64_MAX, 0), 30000);
}
END_TEST

static const struct {
    enum cluster_method method;
    struct attempt attempt;
    bool may_go_on;
} attempts[] = {
    {CLUSTER_GET, {.status = 200}, false},      {CLUSTER_GET, {.status = 404}, false},
    {CLUSTER_GET, {.status = 429}, true},       {CLUSTER_POST, {.status = 429}, true},
    {CLUSTER_GET, {.status = 500}, true},       {CLUSTER_PUT, {.status = 503}, true},
    {CLUSTER_POST, {.status = 503}, false},     {CLUSTER_PATCH, {.status = 500}, false},
    {CLUSTER_DELETE, {.was_sent = true}, true}, {CLUSTER_POST, {.was_sent = true}, false},
    {CLUSTER_POST, {.was_sent = false}, true},  {CLUSTER_GET, {.is_hopeless = true}, false},
};

START_TEST(only_what_does_no_harm_twice_is_tried_again)
{
    ck_assert_int_eq(attempts_may_go_on(attempts[_i].method, &attempts[_i].attempt),
                     attempts[_i].may_go_on);
}
END_TEST

int main(void)
{
    data_files_find("kubeconfig/*.[yj]*", &files);
    Suite *suite = suite_create("kubeconfig");
    TCase *tcase = tcase_create("access");
    tcase_add_loop_test(tcase, every_file_says_what_stands_beside_it, 0, (int)files.gl_pathc);
    tcase_add_test(tcase, of_several_files_the_first_that_says_something_holds);
    tcase_add_test(tcase, a_pod_has_its_access_from_its_service_account);
    tcase_add_test(tcase, pauses_grow_are_random_and_keep_to_what_the_server_asks);
    tcase_add_loop_test(tcase, only_what_does_no_harm_twice_is_tried_again, 0, ARRAY_LEN(attempts));
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    globfree(&files);
    return status;
}
