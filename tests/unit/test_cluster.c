/* The client against an API server that misbehaves as it is told. */
#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "cluster/cluster.h"
#include "core/json_node.h"
#include "fake_api_server.h"
#include "run_suite.h"
#include "runtime/clock.h"

enum { NANOSECONDS_PER_SECOND = 1000000000 };

static struct cluster *open_with(struct cluster_options options)
{
    struct error error = {0};
    if (options.kubeconfig == NULL)
        options.kubeconfig = "kubeconfig";
    struct cluster *cluster = cluster_open(&options, &error);
    ck_assert_msg(cluster != NULL, "%s", error.text);
    return cluster;
}

/* What one question came to. */
struct outcome {
    bool is_done;
    unsigned status;
    bool is_too_large;
    uint64_t requests;
    char method[8];
    char authorization[64];
    char body[64];
    char content_type[64];
    char text[768]; /* of the error */
};

static void copy(struct text text, char *out, size_t size)
{
    snprintf(out, size, "%.*s", TEXT_ARGS(text));
}

static struct outcome ask_of(struct cluster *cluster, struct cluster_request request)
{
    struct outcome outcome = {0};
    struct cluster_answer answer;
    struct error error = {0};
    outcome.is_done = cluster_ask(cluster, &request, &answer, &error);
    outcome.status = answer.status;
    outcome.is_too_large = answer.is_too_large;
    struct json_object *headers = json_member(answer.root, "headers");
    struct json_object *requests = json_member(answer.root, "requests");
    outcome.requests = requests != NULL ? json_object_get_uint64(requests) : 0;
    copy(json_member_text(answer.root, "method"), outcome.method, sizeof outcome.method);
    copy(json_member_text(answer.root, "body"), outcome.body, sizeof outcome.body);
    copy(json_member_text(headers, "Authorization"), outcome.authorization,
         sizeof outcome.authorization);
    copy(json_member_text(headers, "Content-Type"), outcome.content_type,
         sizeof outcome.content_type);
    error_format(&error, outcome.text, sizeof outcome.text);
    ck_assert_int_eq(outcome.is_done, error.kind == ERROR_NONE);
    json_object_put(answer.root);
    return outcome;
}

static struct outcome ask(enum cluster_method method, const char *path)
{
    struct cluster *cluster = open_with((struct cluster_options){0});
    struct outcome outcome = ask_of(cluster, (struct cluster_request){method, path, NULL, {0}, 0});
    cluster_close(cluster);
    return outcome;
}

static void expect_text(const struct outcome *outcome, const char *part)
{
    ck_assert(!outcome->is_done);
    ck_assert_msg(strstr(outcome->text, part) != NULL, "\"%s\" is not in: %s", part, outcome->text);
}

/* ---- One question. */

static const struct {
    enum cluster_method method;
    const char *path;
    unsigned status;
    uint64_t requests; /* 0: it fails */
    const char *text;
} questions[] = {
    {CLUSTER_GET, "/steps/200", 200, 1, ""},
    {CLUSTER_GET, "/steps/503,500,200", 200, 3, ""},
    {CLUSTER_PUT, "/steps/503,200", 200, 2, ""},
    {CLUSTER_DELETE, "/steps/reset,200", 200, 2, ""},
    {CLUSTER_GET, "/steps/short,200", 200, 2, ""},
    {CLUSTER_POST, "/steps/later,200", 200, 2, ""},
    {CLUSTER_POST, "/steps/503,200", 503, 0, "answered 503"},
    {CLUSTER_PATCH, "/steps/reset,200", 0, 0, "PATCH /steps/reset,200: "},
    {CLUSTER_GET, "/steps/403/x?limit=5", 403, 0,
     "GET /steps/403/x: answered 403: no more than 403\\nsays \"it\""},
    {CLUSTER_GET, "/steps/404", 404, 0, "answered 404"},
    {CLUSTER_GET, "/steps/garbage", 0, 0, "the answer is no JSON: line 1, column 10"},
    {CLUSTER_POST, "/steps/html", 502, 0,
     "answered 502: what is no answer of an API server: <html>\\u{1b}[31mBad Gateway</html>"},
};

START_TEST(each_question_has_its_answer)
{
    struct outcome outcome = ask(questions[_i].method, questions[_i].path);
    ck_assert_msg(outcome.status == questions[_i].status, "%s: %u, %s", questions[_i].path,
                  outcome.status, outcome.text);
    ck_assert_uint_eq(outcome.requests, questions[_i].requests);
    ck_assert_int_eq(outcome.is_done, questions[_i].requests != 0);
    if (!outcome.is_done)
        expect_text(&outcome, questions[_i].text);
}
END_TEST

START_TEST(it_gives_up_after_so_many_attempts)
{
    struct cluster *cluster = open_with((struct cluster_options){.attempts = 2});
    struct cluster_request request = {.path = "/steps/503,503,200"};
    struct outcome outcome = ask_of(cluster, request);
    expect_text(&outcome, "answered 503");
    outcome = ask_of(cluster, request);
    ck_assert_uint_eq(outcome.requests, 3);
    cluster_close(cluster);
}
END_TEST

START_TEST(a_body_goes_with_its_type_and_the_token)
{
    struct cluster *cluster = open_with((struct cluster_options){0});
    struct cluster_request request = {CLUSTER_PATCH, "/steps/200", "application/json-patch+json",
                                      TEXT("[{}]"), 0};
    struct outcome outcome = ask_of(cluster, request);
    ck_assert_str_eq(outcome.method, "PATCH");
    ck_assert_str_eq(outcome.content_type, "application/json-patch+json");
    ck_assert_str_eq(outcome.body, "[{}]");
    ck_assert_str_eq(outcome.authorization, "Bearer first");

    outcome = ask_of(cluster, (struct cluster_request){.path = "/steps/200"});
    ck_assert_str_eq(outcome.method, "GET");
    ck_assert_str_eq(outcome.content_type, "");
    ck_assert_str_eq(outcome.body, "");
    outcome = ask_of(cluster,
                     (struct cluster_request){CLUSTER_DELETE, "/steps/200", NULL, TEXT("{}"), 0});
    ck_assert_str_eq(outcome.method, "DELETE");
    ck_assert_str_eq(outcome.content_type, "application/json");
    cluster_close(cluster);
}
END_TEST

START_TEST(silence_ends_and_is_followed_by_another_attempt)
{
    struct cluster *cluster = open_with((struct cluster_options){.timeout_ms = 1000});
    struct outcome outcome = ask_of(cluster, (struct cluster_request){.path = "/steps/hang,200"});
    ck_assert_uint_eq(outcome.requests, 2);
    cluster_close(cluster);
}
END_TEST

START_TEST(an_answer_is_no_larger_than_it_may_be)
{
    struct cluster *cluster = open_with((struct cluster_options){0});
    struct cluster_request request = {.path = "/steps/huge", .max_bytes = 1 << 20};
    struct outcome outcome = ask_of(cluster, request);
    ck_assert(outcome.is_too_large);
    ck_assert_uint_eq(outcome.status, 200);
    expect_text(&outcome, "the answer is too large");
    request.max_bytes = 2 << 20;
    outcome = ask_of(cluster, request);
    ck_assert(outcome.is_done);
    cluster_close(cluster);
}
END_TEST

static void *cancel_soon(void *cluster)
{
    clock_sleep_ms(200);
    cluster_cancel(cluster);
    return NULL;
}

START_TEST(another_thread_can_end_it)
{
    struct cluster *cluster = open_with((struct cluster_options){0});
    pthread_t thread;
    uint64_t start = clock_monotonic_ns();
    pthread_create(&thread, NULL, cancel_soon, cluster);
    struct outcome outcome = ask_of(cluster, (struct cluster_request){.path = "/steps/hang"});
    pthread_join(thread, NULL);
    ck_assert(!outcome.is_done);
    ck_assert_uint_lt(clock_monotonic_ns() - start, (uint64_t)10 * NANOSECONDS_PER_SECOND);
    cluster_close(cluster);
}
END_TEST

/* ---- Who it is, and who the server is. */

START_TEST(a_token_that_was_exchanged_is_read_anew)
{
    struct cluster *cluster = open_with((struct cluster_options){0});
    struct cluster_request request = {.path = "/steps/token"};
    write_file("accepted", "first");
    ck_assert(ask_of(cluster, request).is_done);
    write_file("accepted", "second");
    struct outcome outcome = ask_of(cluster, request);
    ck_assert_uint_eq(outcome.status, 401);
    expect_text(&outcome, "answered 401: Unauthorized");
    write_file("token", "second\n");
    ck_assert(ask_of(cluster, request).is_done);
    cluster_close(cluster);
}
END_TEST

START_TEST(what_is_no_token_is_not_sent)
{
    static const char *const tokens[] = {"", "\n", "a\r\nX-Evil: 1", "a b"};
    struct cluster *cluster = open_with((struct cluster_options){0});
    for (size_t i = 0; i < ARRAY_LEN(tokens); i++) {
        write_file("token", tokens[i]);
        struct outcome outcome = ask_of(cluster, (struct cluster_request){.path = "/steps/200"});
        expect_text(&outcome, "token: there is no token in it");
    }
    remove("token");
    struct outcome outcome = ask_of(cluster, (struct cluster_request){.path = "/steps/200"});
    expect_text(&outcome, "token: No such file or directory");
    cluster_close(cluster);
}
END_TEST

/* The kubeconfig of the fake with something in place of something else. */
static void derive(const char *what, const char *with)
{
    char text[4096] = "";
    FILE *file = fopen("kubeconfig", "r");
    size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    char *at = strstr(text, what);
    ck_assert_msg(at != NULL, "%s is not in %s", what, text);
    struct buffer derived = {0};
    buffer_printf(&derived, "%.*s%s%s", (int)(at - text), text, with, at + strlen(what));
    buffer_put_char(&derived, '\0');
    write_file("other", derived.bytes);
    buffer_release(&derived);
}

static struct outcome ask_derived(const char *path)
{
    struct cluster *cluster = open_with((struct cluster_options){.kubeconfig = "other"});
    struct outcome outcome = ask_of(cluster, (struct cluster_request){.path = path});
    cluster_close(cluster);
    return outcome;
}

START_TEST(only_the_right_server_is_asked)
{
    derive("\"certificate-authority\": \"ca.crt\"", "\"tls-server-name\": \"fake.example\"");
    struct outcome outcome = ask_derived("/steps/200");
    ck_assert_uint_eq(outcome.status, 0);
    expect_text(&outcome, "certificate");
    derive("\"ca.crt\"", "\"ca.crt\", \"tls-server-name\": \"fake.example\"");
    ck_assert(ask_derived("/steps/200").is_done);
    derive("\"ca.crt\"", "\"ca.crt\", \"tls-server-name\": \"other.example\"");
    outcome = ask_derived("/steps/200/a");
    expect_text(&outcome, "other.example");
    derive("\"certificate-authority\": \"ca.crt\"", "\"insecure-skip-tls-verify\": true");
    ck_assert(ask_derived("/steps/200/b").is_done);
    derive("127.0.0.1", "localhost");
    outcome = ask_derived("/steps/200/c");
    expect_text(&outcome, "localhost");
}
END_TEST

START_TEST(a_server_that_is_not_there_is_no_answer)
{
    write_file("other",
               "{\"current-context\": \"a\", \"contexts\": [{\"name\": \"a\", \"context\": "
               "{\"cluster\": \"a\"}}], \"clusters\": [{\"name\": \"a\", \"cluster\": "
               "{\"server\": \"https://127.0.0.1:1\"}}]}");
    struct cluster *cluster =
        open_with((struct cluster_options){.kubeconfig = "other", .attempts = 2});
    struct outcome outcome = ask_of(cluster, (struct cluster_request){.path = "/steps/200"});
    ck_assert_uint_eq(outcome.status, 0);
    expect_text(&outcome, "https://127.0.0.1:1: GET /steps/200: Failed to connect");
    ck_assert_str_eq(cluster_namespace(cluster), "default");
    cluster_close(cluster);
}
END_TEST

/* ---- Programs that make credentials. */

static void use_plugin(const char *script)
{
    struct buffer user = {0};
    write_file("plugin", script);
    chmod("plugin", 0700);
    buffer_put(&user, TEXT("\"exec\": {\"apiVersion\": \"client.authentication.k8s.io/v1\", "
                           "\"command\": \"./plugin\", \"args\": [\"a b\"], \"env\": [{\"name\": "
                           "\"WHO\", \"value\": \"me\"}], \"installHint\": \"get it\", "
                           "\"provideClusterInfo\": true}"));
    buffer_put_char(&user, '\0');
    derive("\"tokenFile\": \"token\"", user.bytes);
    buffer_release(&user);
}

/* Says that it gave `token`, until `expires`. */
#define PLUGIN(token, expires)                                                                     \
    "#!/bin/sh\n"                                                                                  \
    "echo >>accepted.log\n"                                                                        \
    "echo '{\"apiVersion\": \"client.authentication.k8s.io/v1\", \"kind\": \"ExecCredential\", "   \
    "\"status\": {\"token\": \"" token "\"" expires "}}'\n"

START_TEST(a_plugin_gives_the_token)
{
    write_file("accepted", "plugged");
    use_plugin("#!/bin/sh\n"
               "[ \"$1$WHO\" = 'a bme' ] || exit 7\n"
               "case $KUBERNETES_EXEC_INFO in *'\"interactive\":false'*'\"server\":\"https:'*) ;; "
               "*) exit 8 ;; esac\n"
               "echo '{\"apiVersion\": \"client.authentication.k8s.io/v1\", \"kind\": "
               "\"ExecCredential\", \"status\": {\"token\": \"plugged\"}}'\n");
    struct outcome outcome = ask_derived("/steps/token");
    ck_assert_msg(outcome.is_done, "%s", outcome.text);
}
END_TEST

START_TEST(it_is_asked_again_when_its_token_is_refused)
{
    struct cluster_request request = {.path = "/steps/token"};
    write_file("accepted", "one");
    use_plugin(PLUGIN("'\"$(cat accepted)\"'", ""));
    struct cluster *cluster = open_with((struct cluster_options){.kubeconfig = "other"});
    ck_assert(ask_of(cluster, request).is_done);
    ck_assert(ask_of(cluster, request).is_done);
    write_file("accepted", "two");
    ck_assert(ask_of(cluster, request).is_done);
    cluster_close(cluster);
    FILE *log = fopen("accepted.log", "r");
    int runs = 0;
    while (fgetc(log) != EOF)
        runs++;
    fclose(log);
    remove("accepted.log");
    ck_assert_int_eq(runs, 2);
}
END_TEST

START_TEST(it_is_asked_again_when_its_token_has_expired)
{
    struct cluster_request request = {.path = "/steps/200"};
    use_plugin(PLUGIN("one", ", \"expirationTimestamp\": \"2020-01-01T00:00:00Z\""));
    struct cluster *cluster = open_with((struct cluster_options){.kubeconfig = "other"});
    ck_assert_str_eq(ask_of(cluster, request).authorization, "Bearer one");
    use_plugin(PLUGIN("two", ""));
    ck_assert_str_eq(ask_of(cluster, request).authorization, "Bearer two");
    cluster_close(cluster);
    remove("accepted.log");
}
END_TEST

static const struct {
    const char *script;
    const char *text;
} bad_plugins[] = {
    {"#!/bin/sh\nexit 3\n", "\"./plugin\", which the kubeconfig names for credentials, ended with "
                            "status 3: get it"},
    {"#!/nowhere\n", "cannot be started: No such file or directory: get it"},
    {"#!/bin/sh\nkill -9 $$\n", "was ended by signal 9"},
    {"#!/bin/sh\necho no\n", "\"./plugin\" wrote no JSON"},
    {"#!/bin/sh\necho '{}'\n",
     "wrote no ExecCredential of version client.authentication.k8s.io/v1"},
    {"#!/bin/sh\necho '{\"apiVersion\": \"client.authentication.k8s.io/v1\", \"kind\": "
     "\"ExecCredential\"}'\n",
     "wrote neither a token nor a certificate"},
    {"#!/bin/sh\ncat /dev/zero\n", "wrote too much"},
};

START_TEST(a_plugin_that_fails_is_named)
{
    use_plugin(bad_plugins[_i].script);
    struct outcome outcome = ask_derived("/steps/200");
    ck_assert_uint_eq(outcome.status, 0);
    expect_text(&outcome, bad_plugins[_i].text);
}
END_TEST

/* ---- Lists. */

struct taken {
    char names[64];
    unsigned restarts;
    size_t stop_at; /* so many items; 0: all */
    size_t count;
};

static bool take(void *closure, struct json_object *item, struct error *error)
{
    struct taken *taken = closure;
    struct text name = json_member_text(json_member(item, "metadata"), "name");
    ck_assert(text_equal(json_member_text(item, "kind"), TEXT("Pod")));
    ck_assert(text_equal(json_member_text(item, "apiVersion"), TEXT("v1")));
    if (++taken->count == taken->stop_at)
        return error_set(error, ERROR_VALUE, "enough");
    strncat(taken->names, name.ptr, name.len);
    return true;
}

static void restart(void *closure)
{
    struct taken *taken = closure;
    taken->restarts++;
    taken->names[0] = '\0';
}

static const struct {
    const char *path;
    size_t page_items;
    size_t stop_at;
    const char *names;
    unsigned restarts;
    unsigned status;
    const char *text; /* NULL: it is read */
} lists[] = {
    {"/list/whole", 0, 0, "0123456789", 0, 200, NULL},
    {"/list/pages", 3, 0, "0123456789", 0, 200, NULL},
    {"/list/pages?labelSelector=a", 5, 0, "0123456789", 0, 200, NULL},
    {"/list/gone", 2, 0, "0123456789", 1, 200, NULL},
    {"/list/gone-on", 2, 0, "0123456789", 0, 200, NULL},
    {"/list/large", 8, 0, "0123456789", 0, 200, NULL},
    {"/list/always-gone", 2, 0, "", 3, 410, "answered 410: too old"},
    {"/list/odd", 5, 0, "0", 0, 200, "item 1 is no object"},
    {"/list/no-list", 5, 0, "", 0, 200, "the answer is no list"},
    {"/list/whole", 5, 3, "01", 0, 200, "enough"},
    {"/steps/403", 5, 0, "", 0, 403, "answered 403"},
};

START_TEST(lists_come_page_by_page)
{
    struct cluster *cluster = open_with((struct cluster_options){0});
    struct taken taken = {.stop_at = lists[_i].stop_at};
    struct cluster_list list = {lists[_i].path, lists[_i].page_items, take, restart, &taken};
    struct error error = {0};
    unsigned status = 0;
    bool is_read = cluster_list(cluster, &list, &status, &error);
    ck_assert_msg(is_read == (lists[_i].text == NULL), "%s: %s", lists[_i].path, error.text);
    ck_assert_str_eq(taken.names, lists[_i].names);
    ck_assert_uint_eq(taken.restarts, lists[_i].restarts);
    ck_assert_uint_eq(status, lists[_i].status);
    if (!is_read)
        ck_assert_msg(strstr(error.text, lists[_i].text) != NULL, "%s", error.text);
    cluster_close(cluster);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cluster");
    TCase *tcase = tcase_create("fake");
    tcase_set_timeout(tcase, 30);
    tcase_add_unchecked_fixture(tcase, fake_api_server_start, fake_api_server_stop);
    tcase_add_checked_fixture(tcase, fake_api_server_reset, NULL);
    tcase_add_loop_test(tcase, each_question_has_its_answer, 0, ARRAY_LEN(questions));
    tcase_add_test(tcase, it_gives_up_after_so_many_attempts);
    tcase_add_test(tcase, a_body_goes_with_its_type_and_the_token);
    tcase_add_test(tcase, silence_ends_and_is_followed_by_another_attempt);
    tcase_add_test(tcase, an_answer_is_no_larger_than_it_may_be);
    tcase_add_test(tcase, another_thread_can_end_it);
    tcase_add_test(tcase, a_token_that_was_exchanged_is_read_anew);
    tcase_add_test(tcase, what_is_no_token_is_not_sent);
    tcase_add_test(tcase, only_the_right_server_is_asked);
    tcase_add_test(tcase, a_server_that_is_not_there_is_no_answer);
    tcase_add_test(tcase, a_plugin_gives_the_token);
    tcase_add_test(tcase, it_is_asked_again_when_its_token_is_refused);
    tcase_add_test(tcase, it_is_asked_again_when_its_token_has_expired);
    tcase_add_loop_test(tcase, a_plugin_that_fails_is_named, 0, ARRAY_LEN(bad_plugins));
    tcase_add_loop_test(tcase, lists_come_page_by_page, 0, ARRAY_LEN(lists));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
