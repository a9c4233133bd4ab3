/* Every allocation fails in turn in what talks to an API server and in what keeps the CA: nothing
 * crashes, nothing leaks, and what comes out is whole or an error. */
#include <check.h>
#include <openssl/err.h>
#include <stdlib.h>

#include "authority/keyring.h"
#include "authority/vault.h"
#include "authority/webhooks.h"
#include "cluster/access.h"
#include "cluster/cluster.h"
#include "core/json_node.h"
#include "data_files.h"
#include "failing_malloc.h"
#include "fake_api_server.h"
#include "run_suite.h"
#include "server/state.h"

enum { MAX_ALLOCATIONS = 200000, START = 1800000000 };

/* Check itself takes memory to assert something. */
static void must(bool is_so, const char *what)
{
    if (is_so)
        return;
    (void)failing_malloc_off();
    ck_abort_msg("%s", what);
}

/* False if it failed, with a reason in `error`. Leaves nothing behind. */
typedef bool attempt(struct error *error);

static void arm_never(size_t count)
{
    (void)count;
}

/* True if an allocation failed. */
static bool try_without(attempt *try, void (*arm)(size_t), size_t count)
{
    struct error error = {0};
    arm(count);
    bool is_done = try(&error);
    bool has_failed = failing_malloc_off();
    ck_assert_msg(is_done || has_failed, "it fails with memory: %s", error.text);
    ck_assert_msg(is_done || error.kind != ERROR_NONE, "no reason when allocation %zu fails",
                  count);
    ERR_clear_error();
    return has_failed;
}

/* `stride`: only each so manieth allocation fails, where there are tens of thousands. The
 * environment variable EVERY_ALLOCATION has each of them fail. */
static void try_each(attempt *try, void (*arm)(size_t), size_t stride)
{
    size_t count = 0;
    if (getenv("EVERY_ALLOCATION") != NULL)
        stride = 1;
    while (try_without(try, arm, count) && count < MAX_ALLOCATIONS)
        count += stride;
    ck_assert_uint_lt(count, MAX_ALLOCATIONS);
    ck_assert_int_eq(count != 0, failing_malloc_works());
}

/* Libraries keep what they make once: the second round must leave nothing behind. */
static void fail_in_turn(attempt *try, size_t stride)
{
    try_without(try, arm_never, 0);
    try_each(try, failing_malloc_after, stride);
    try_each(try, failing_malloc_once_after, stride);
    size_t live = failing_malloc_live();
    try_each(try, failing_malloc_after, stride);
    try_each(try, failing_malloc_once_after, stride);
    ck_assert_msg(failing_malloc_live() <= live, "%zu allocations leak",
                  failing_malloc_live() - live);
}

/* ---- Kubeconfigs. */

static glob_t kubeconfigs;
static const char *kubeconfig;

static bool read_kubeconfig(struct error *error)
{
    struct cluster_options options = {.kubeconfig = kubeconfig};
    struct access access = {0};
    bool is_taken = access_of_kubeconfig(&options, &access, error);
    must(!is_taken || access.server != NULL, "a kubeconfig without a server");
    access_release(&access);
    return is_taken;
}

START_TEST(a_kubeconfig_is_whole_or_refused)
{
    struct error error = {0};
    kubeconfig = kubeconfigs.gl_pathv[_i];
    if (read_kubeconfig(&error))
        fail_in_turn(read_kubeconfig, 1);
}
END_TEST

/* ---- The client. */

static bool ask(struct error *error)
{
    struct cluster_options options = {
        .kubeconfig = "kubeconfig", .timeout_ms = 2000, .attempts = 1};
    struct cluster_request request = {.path = "/steps/200"};
    struct cluster_answer answer = {0};
    struct cluster *cluster = cluster_open(&options, error);
    bool is_done = cluster != NULL && cluster_ask(cluster, &request, &answer, error);
    must(!is_done || text_equal(json_member_text(answer.root, "kind"), TEXT("Told")),
         "an answer that is not whole");
    json_object_put(answer.root);
    cluster_close(cluster);
    return is_done;
}

START_TEST(an_answer_is_whole_or_an_error)
{
    fake_api_server_reset();
    fail_in_turn(ask, 401);
}
END_TEST

/* ---- Certificates and the keyring. */

static bool make_certificate(struct error *error)
{
    const struct x509_wish wish = {.common_name = "here",
                                   .names = "DNS:localhost,IP:127.0.0.1",
                                   .now = START,
                                   .until = START + 1000};
    struct x509_pair pair = {0};
    struct x509_view view;
    bool is_made = x509_make(&wish, &pair, error);
    bool is_whole = is_made && x509_look(pair.certificate, &view) && x509_is_pair(&pair);
    x509_pair_release(&pair);
    return is_whole || (is_made ? error_no_memory(error) : false);
}

START_TEST(a_certificate_is_made_or_refused)
{
    fail_in_turn(make_certificate, 31);
}
END_TEST

static const struct keyring_terms terms = {
    .service = "gate",
    .namespace = "security",
    .certificate_seconds = 900,
    .authority_seconds = 9000,
};
static struct json_object *good_data;

static bool read_keyring(struct error *error)
{
    struct keyring keyring = {0};
    bool is_read = keyring_read(good_data, START, &keyring, error);
    must(!is_read || (keyring.authority.key != NULL && keyring.serving.key != NULL),
         "a keyring that is not whole");
    keyring_release(&keyring);
    return is_read;
}

START_TEST(a_keyring_is_read_or_refused)
{
    fail_in_turn(read_keyring, 31);
}
END_TEST

static bool renew(struct error *error)
{
    struct keyring keyring = {0};
    bool is_done = keyring_begin(&terms, START, &keyring, error) &&
                   keyring_take_step(&keyring, KEYRING_ANNOUNCE, &terms, START, error) &&
                   keyring_take_step(&keyring, KEYRING_ACTIVATE, &terms, START, error);
    struct json_object *data = is_done ? keyring_data(&keyring) : NULL;
    if (is_done && data == NULL)
        is_done = error_no_memory(error);
    must(!is_done || json_object_object_length(data) == 6, "a Secret that is not whole");
    json_object_put(data);
    keyring_release(&keyring);
    return is_done;
}

START_TEST(a_step_of_the_keyring_is_taken_or_not)
{
    fail_in_turn(renew, 199);
}
END_TEST

/* ---- The Secret and the webhooks. */

static struct cluster *cluster;

static void open_cluster_to(struct json_object *object)
{
    struct error error = {0};
    struct cluster_options options = {
        .kubeconfig = "kubeconfig", .timeout_ms = 2000, .attempts = 1};
    fake_api_server_reset();
    write_file("object", json_object_to_json_string(object));
    json_object_put(object);
    cluster = cluster_open(&options, &error);
    ck_assert_msg(cluster != NULL, "%s", error.text);
}

static bool read_secret(struct error *error)
{
    struct vault vault = {.cluster = cluster, .name = "tls"};
    struct keyring keyring = {0};
    enum vault_result result = vault_read(&vault, START, &keyring, error);
    /* What is whole must not be written anew. */
    must(result == VAULT_READ || result == VAULT_FAILED, error->text);
    must(result != VAULT_READ || keyring.serving.key != NULL, "a keyring that is not whole");
    keyring_release(&keyring);
    vault_release(&vault);
    return result == VAULT_READ;
}

static bool write_secret(struct error *error)
{
    struct vault vault = {.cluster = cluster, .name = "tls"};
    struct keyring keyring = {0};
    bool is_done =
        keyring_read(good_data, START, &keyring, error) && vault_write(&vault, &keyring, error);
    keyring_release(&keyring);
    vault_release(&vault);
    return is_done;
}

static struct json_object *secret_with(struct json_object *data)
{
    struct json_object *secret = json_object_new_object();
    json_object_object_add(secret, "type", json_object_new_string(VAULT_TYPE));
    json_object_object_add(secret, "data", json_object_get(data));
    return secret;
}

START_TEST(a_secret_that_is_whole_is_never_found_broken)
{
    open_cluster_to(secret_with(good_data));
    fail_in_turn(read_secret, 401);
    cluster_close(cluster);
}
END_TEST

/* What the API server was sent last. */
static struct json_object *written(void)
{
    struct text text = {0};
    ck_assert(data_file_read("written", NULL, &text));
    struct json_object *tree = data_parse_json(text);
    free((char *)text.ptr);
    return tree;
}

START_TEST(a_secret_is_written_whole_or_not)
{
    open_cluster_to(secret_with(good_data));
    fail_in_turn(write_secret, 601);
    struct json_object *secret = written();
    ck_assert(json_object_equal(json_member(secret, "data"), good_data));
    ck_assert(text_equal(json_member_text(json_member(secret, "metadata"), "name"), TEXT("tls")));
    json_object_put(secret);
    cluster_close(cluster);
}
END_TEST

static bool trust(struct error *error)
{
    struct webhooks_state state;
    return webhooks_trust(cluster, "gate", TEXT("a bundle"), &state, error);
}

START_TEST(no_webhook_gets_half_a_bundle)
{
    open_cluster_to(data_parse_json(TEXT(
        "{\"webhooks\":[{\"name\":\"a\",\"clientConfig\":{}},{\"name\":\"b\",\"clientConfig\":{}}]}")));
    fail_in_turn(trust, 601);
    struct json_object *patch = written();
    ck_assert_uint_eq(json_object_array_length(patch), 4);
    for (size_t i = 1; i < 4; i += 2)
        ck_assert(text_equal(json_member_text(json_object_array_get_idx(patch, i), "value"),
                             TEXT("YSBidW5kbGU=")));
    json_object_put(patch);
    cluster_close(cluster);
}
END_TEST

/* ---- Metrics. */

static struct server *server;

static bool render(struct error *error)
{
    struct buffer out = {0};
    metrics_put(server, &out);
    bool is_whole = !out.failed;
    must(!is_whole || text_contains(buffer_text(&out), TEXT("process_start_time")), "a part");
    buffer_release(&out);
    return is_whole || error_no_memory(error);
}

START_TEST(metrics_are_whole_or_none)
{
    struct error error = {0};
    struct error_list errors;
    error_list_init(&errors, 1);
    server = calloc(1, sizeof *server);
    in_force_slot_init(&server->in_force);
    metrics_init(&server->metrics);
    struct config *config = config_parse(TEXT(""), "none", NULL, 0, &errors);
    ck_assert(config != NULL && in_force_set(&server->in_force, config, &error));
    metrics_learn(&server->metrics, config->policy);
    fail_in_turn(render, 1);
    in_force_slot_release(&server->in_force);
    metrics_release(&server->metrics);
    free(server);
    error_list_release(&errors);
}
END_TEST

static void make_data(void)
{
    struct keyring keyring = {0};
    struct error error = {0};
    ck_assert(keyring_begin(&terms, START, &keyring, &error));
    good_data = keyring_data(&keyring);
    keyring_release(&keyring);
}

static void forget_data(void)
{
    json_object_put(good_data);
}

static TCase *add_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, 120);
    suite_add_tcase(suite, tcase);
    return tcase;
}

int main(void)
{
    data_files_find("kubeconfig/*.yaml", &kubeconfigs);
    Suite *suite = suite_create("out of memory, cluster");
    TCase *files = add_case(suite, "files");
    tcase_add_loop_test(files, a_kubeconfig_is_whole_or_refused, 0, (int)kubeconfigs.gl_pathc);
    tcase_add_test(files, metrics_are_whole_or_none);
    TCase *keys = add_case(suite, "keys");
    tcase_add_checked_fixture(keys, make_data, forget_data);
    tcase_add_test(keys, a_certificate_is_made_or_refused);
    tcase_add_test(keys, a_keyring_is_read_or_refused);
    tcase_add_test(keys, a_step_of_the_keyring_is_taken_or_not);
    TCase *client = add_case(suite, "client");
    tcase_add_unchecked_fixture(client, fake_api_server_start, fake_api_server_stop);
    tcase_add_checked_fixture(client, make_data, forget_data);
    tcase_add_test(client, an_answer_is_whole_or_an_error);
    tcase_add_test(client, a_secret_that_is_whole_is_never_found_broken);
    tcase_add_test(client, a_secret_is_written_whole_or_not);
    tcase_add_test(client, no_webhook_gets_half_a_bundle);
    int status = run_suite(suite);
    globfree(&kubeconfigs);
    return status;
}
