/* What the manifest reader makes of files: objects one by one, each image with its place. */
#include <check.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "core/gate.h"
#include "core/message.h"
#include "core/workload.h"
#include "data_files.h"
#include "document/manifest.h"
#include "document/position.h"
#include "manifest_files.h"
#include "run_suite.h"

enum { TODAY = 20261124, ARENA_BYTES = 64 << 20, MAX_WARNINGS = 20, PATH_BYTES = 512 };

static struct policy *policy;

/* ---- What was read, as lines. */

static void put_error(struct buffer *out, const char *what, const struct error *error)
{
    char text[1024];
    error_format(error, text, sizeof text);
    buffer_printf(out, "%s %s\n", what, text);
}

static void put_images(struct buffer *out, struct json_object *object)
{
    struct arena arena;
    struct image_uses uses;
    arena_init(&arena, ARENA_BYTES);
    ck_assert(workload_images(object, NULL, NULL, &arena, &uses));
    for (size_t i = 0; i < uses.count; i++) {
        struct position position = position_of(uses.items[i].node);
        buffer_printf(out, " %.*s@%zu:%zu", TEXT_ARGS(uses.items[i].image), position.line,
                      position.column);
    }
    arena_release(&arena);
}

static void put_object(struct buffer *out, const struct manifest *manifest)
{
    buffer_printf(out, "%zu: %.*s/%.*s %.*s/%.*s", manifest->line, TEXT_ARGS(manifest->group),
                  TEXT_ARGS(manifest->kind), TEXT_ARGS(manifest->namespace),
                  TEXT_ARGS(manifest->name));
    put_images(out, manifest->object);
    buffer_put_char(out, '\n');
}

static void put_found(struct buffer *out, enum manifest_result found,
                      const struct manifest *manifest, const struct error *error)
{
    switch (found) {
    case MANIFEST_FAILED:
        put_error(out, "error", error);
        break;
    case MANIFEST_OBJECT:
        put_object(out, manifest);
        break;
    case MANIFEST_SKIPPED:
        buffer_printf(out, "skipped\n");
        break;
    case MANIFEST_END:
        break;
    }
}

static void put_all(struct buffer *out, struct text bytes, struct text name)
{
    struct error_list warnings;
    struct manifest_reader *reader = manifest_reader_new(bytes, name);
    enum manifest_result found;
    ck_assert_ptr_nonnull(reader);
    error_list_init(&warnings, MAX_WARNINGS);
    do {
        struct manifest manifest;
        struct error error = {0};
        found = manifest_reader_next(reader, &manifest, &warnings, &error);
        put_found(out, found, &manifest, &error);
    } while (found != MANIFEST_END);
    for (size_t i = 0; i < warnings.count; i++)
        put_error(out, "warning", &warnings.items[i]);
    error_list_release(&warnings);
    manifest_reader_free(reader);
}

/* ---- Cases: name of the file, its content, what is to come out of it. */

#define CASE(name, bytes, want)                                                                    \
    {                                                                                              \
        TEXT_INIT(name), TEXT_INIT(bytes), TEXT_INIT(want), __LINE__                               \
    }

#define POD                                                                                        \
    "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"p\"}, "                \
    "\"spec\": {\"containers\": [{\"image\": \"app:edge\"}]}}"
#define HELM                                                                                       \
    "this is a Helm template that was not rendered: pipe \"helm template RELEASE CHART | "         \
    "release-gate check -\" instead\n"

static const struct {
    struct text name;
    struct text bytes;
    struct text want;
    int line;
} cases[] = {
    CASE("a.yaml", "", ""),
    CASE("a.yaml", "---\n---\n# nothing\n", ""),
    CASE("a.yaml", "a: 1\n---\njust text\n---\n[1, 2]\n", "skipped\nskipped\nskipped\nskipped\n"),
    CASE("a.yaml", "kind: Pod\n---\napiVersion: v1\n", "skipped\nskipped\n"),
    CASE("a.yaml", "kind: 7\n", "skipped\n"), /* no apiVersion: it is something else */
    CASE("a.yaml",
         "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, namespace: ns}\n---\n"
         "# here\napiVersion: v1\nkind: Pod\nmetadata: {generateName: p-}\n",
         "1: apps/Deployment ns/d\n6: /Pod /p-*\n"),

    /* What is wrong in one document does not hide the next. */
    CASE("a.yaml",
         "apiVersion: v1\nkind: 7\n---\napiVersion: 1\nkind: Pod\n---\napiVersion: v1\nkind: Pod\n",
         "error a.yaml:2:7: kind is not a string: put it in quotes\n"
         "error a.yaml:4:13: apiVersion is not a string: put it in quotes\n7: /Pod /\n"),
    CASE("a.yaml", "apiVersion: v1\nkind: Pod\n---\na: [\n",
         "1: /Pod /\n"
         "error a.yaml:5:1: did not find expected node content while parsing a flow node\n"),

    /* Lists, by what kubectl takes for one. */
    CASE("a.yaml", "apiVersion: v1\nkind: List\nitems: []\n", ""),
    CASE("a.yaml", "apiVersion: v1\nkind: List\nitems:\n- " POD "\n-\n- " POD "\n- 1\n",
         "4: /Pod /p app:edge@4:100\n6: /Pod /p app:edge@6:100\nskipped\n"),
    CASE("a.yaml",
         "apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: d}\n"
         "- {kind: Pod, apiVersion: v1}\n",
         "4: apps/Deployment /d\n5: /Pod /\n"),
    CASE("a.yaml", "apiVersion: v1\nkind: List\nITEMS: [" POD "]\n", "3: /Pod /p app:edge@3:106\n"),
    CASE("a.yaml", "apiVersion: v1\nkind: List\nitem\xC5\xBF: [" POD "]\n",
         "3: /Pod /p app:edge@3:107\n"),
    CASE("a.yaml", "apiVersion: v1\nkind: ConfigMap\nitems: [" POD "]\n",
         "1: /ConfigMap / app:edge@3:106\n3: /Pod /p app:edge@3:106\n"),
    CASE("a.yaml", "items: [" POD "]\n", "1: /Pod /p app:edge@1:106\n"),
    CASE("a.yaml",
         "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: List, items: [" POD "]}\n"
         "- " POD "\n",
         "4: /Pod /p app:edge@4:137\n5: /Pod /p app:edge@5:100\n"),
    CASE("a.yaml", "apiVersion: example.com/v1\nkind: AllowList\nspec: {}\n",
         "1: example.com/AllowList /\n"),

    /* What kubectl takes for a separator; it reads the rest of the file, too. */
    CASE("a.yaml", POD "\n---#c: d\n" POD "\n",
         "1: /Pod /p app:edge@1:98\n"
         "error a.yaml:2:1: \"---\" separates documents: put a blank behind it\n"),
    CASE("a.yaml", "# nothing\n---\xE2\x80\x83\n",
         "error a.yaml:2:1: \"---\" separates documents: put a blank behind it\n"),
    CASE("a.yaml", "\xEF\xBB\xBF---#\n",
         "error a.yaml:1:1: \"---\" separates documents: put a blank behind it\n"),
    CASE("a.yaml", "a: 1\n---\n\xEF\xBB\xBF\xEF\xBB\xBF{}\n",
         "skipped\nerror a.yaml:3:1: a byte order mark that is not the first of the file\n"),
    CASE("a.yaml", "\xEF\xBB\xBF\xEF\xBB\xBF\xEF\xBB\xBF{}\n",
         "error a.yaml:1:1: a byte order mark that is not the first of the file\n"),
    CASE("a.yaml", "--- # a\n---\t#b\r\n---\r\n---\xC2\x85---\xE2\x80\xA8---", ""),
    CASE("a.yaml", "\n\xC2\xA0 {\"kind\": \"Pod\"}",
         "error a.yaml:1:1: a space before the \"{\" is none for YAML, as U+00A0\n"),

    /* Of repeated keys the last one counts, null or not. */
    CASE("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {namespace: ns, namespace: ~}\n",
         "1: /Pod /\nwarning a.yaml:3:27: key \"namespace\" stands more than once in one object\n"),
    CASE("a.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {namespace: ns, <<: {namespace: ~, name: a}}\n",
         "1: /Pod /a\n"
         "warning a.yaml:3:27: \"<<\" replaces the key \"namespace\", which stands before it\n"),
    CASE("a.json",
         "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"namespace\": \"ns\"},\n"
         "\"metadata\": {\"name\": \"a\"}}",
         "1: /Pod /a\nwarning a.json:2:1: key \"metadata\" stands more than once in one object\n"),

    /* UTF-16, as PowerShell writes it. */
    CASE("a.json", "\xFF\xFE{\0\"\0a\0\"\0:\0\"\0=\xD8\x00\xDE\"\0}\0\n\0n\0",
         "skipped\nerror a.json:2:1: expected a value, found: \"n\"\n"),
    CASE("a.yaml", "\xFE\xFF\0a\0\n\xD8\x3D\0a", "error a.yaml:2: half a character of UTF-16\n"),
    CASE("a.yaml", "\xFE\xFF\0a\0\n\0", "error a.yaml:2: half a character of UTF-16\n"),

    /* JSON, and what only looks like it. */
    CASE("a.json", POD, "1: /Pod /p app:edge@1:98\n"),
    CASE("a.json", POD POD "\n" POD "\n\n " POD,
         "1: /Pod /p app:edge@1:98\n1: /Pod /p app:edge@1:209\n2: /Pod /p app:edge@2:98\n"
         "4: /Pod /p app:edge@4:99\n"),
    CASE("a.json", "[" POD ", [" POD "]]", "1: /Pod /p app:edge@1:99\nskipped\n"),
    CASE("a.json", "\xEF\xBB\xBF" POD, "1: /Pod /p app:edge@1:101\n"),
    CASE("a.json", POD "\n---\n" POD "\n", "1: /Pod /p app:edge@1:98\n3: /Pod /p app:edge@3:98\n"),
    CASE("a.json", POD "\n{\"a\": nul}",
         "1: /Pod /p app:edge@1:98\n"
         "error a.json:2:7: expected a value, found: \"nul\"\n"),
    CASE("a.json", "{\"a\": 1, \"a\": 2}\n{\n\"b\": 1, \"b\": 2}",
         "skipped\nskipped\n"
         "warning a.json:1:10: key \"a\" stands more than once in one object\n"
         "warning a.json:3:9: key \"b\" stands more than once in one object\n"),
    CASE("a.yaml", "{apiVersion: v1, kind: Pod}", "1: /Pod /\n"),
    CASE("a.yaml",
         "\xEF\xBB\xBF"
         "apiVersion: v1\nkind: Pod\n",
         "1: /Pod /\n"),

    /* Kustomize fills in what its file is. */
    CASE("x/kustomization.yaml", "namespace: ns\n",
         "1: kustomize.config.k8s.io/Kustomization ns/\n"),
    CASE("Kustomization", "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\n",
         "1: kustomize.config.k8s.io/Component /\n"),
    CASE("x/kustomization.yml",
         "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
         "metadata: {name: k, namespace: other}\nnamespace: ns\n",
         "1: kustomize.config.k8s.io/Kustomization ns/k\n"),
    CASE("my-kustomization.yaml", "namespace: ns\n", "skipped\n"),

    /* Helm. */
    CASE("a.yaml", "a: b\n{{- if .Values.x }}\nc: d\n{{- end }}\n", "error a.yaml:2:1: " HELM),
    CASE("a.yaml", "image: {{ .Values.image }}\n", "error a.yaml:1:8: " HELM),
    CASE("a.yaml", "image: {{ include \"x\" . | quote }}\n", "error a.yaml:1:8: " HELM),
    CASE("a.yaml", "{{- range .Values.x }}\na: b\n{{- end }}\n", "error a.yaml:1:1: " HELM),
    CASE("c/templates/a.yaml", "apiVersion: v1\nkind: Pod\nx: \"{{ .Values.image }}\"\n",
         "error c/templates/a.yaml:3:5: " HELM),
    CASE("c/templates/a.yaml", "apiVersion: v1\nkind: Pod\nx: \"{{ .path.basename }}\"\n",
         "1: /Pod /\n"),
    CASE("a.yaml", "apiVersion: v1\nkind: Pod\nx: '{{ .Values.image }}'\n# {{ if }}\n",
         "1: /Pod /\n"),
    CASE("a.yaml", "image: {{namespace}}\n",
         "error a.yaml:1:9: a key must be a string, a number or a boolean\n"),
};

START_TEST(every_file_is_read_as_told)
{
    struct buffer got = {0};
    put_all(&got, cases[_i].bytes, cases[_i].name);
    ck_assert_msg(text_equal(buffer_text(&got), cases[_i].want), "line %d: want\n%.*sgot\n%.*s",
                  cases[_i].line, TEXT_ARGS(cases[_i].want), TEXT_ARGS(buffer_text(&got)));
    buffer_release(&got);
}
END_TEST

START_TEST(lists_in_lists_have_an_end)
{
    struct buffer bytes = {0};
    struct buffer got = {0};
    for (int i = 0; i < 90; i++)
        buffer_printf(&bytes, "{items: [], Items: [], iTems: [");
    buffer_printf(&bytes, "x");
    for (int i = 0; i < 90; i++)
        buffer_printf(&bytes, "]}");
    put_all(&got, buffer_text(&bytes), TEXT("a.yaml"));
    ck_assert(text_contains(buffer_text(&got), TEXT("too many lists in lists")));
    buffer_release(&got);
    buffer_release(&bytes);
}
END_TEST

/* Cut anywhere, a file must end in some way and leave nothing behind. */
START_TEST(a_cut_file_is_no_harm)
{
    struct buffer got = {0};
    for (size_t i = 0; i < cases[_i].bytes.len; i++) {
        char *copy = malloc(i + 1);
        ck_assert_ptr_nonnull(copy);
        memcpy(copy, cases[_i].bytes.ptr, i);
        put_all(&got, (struct text){copy, i}, cases[_i].name);
        free(copy);
        buffer_reset(&got);
    }
    buffer_release(&got);
}
END_TEST

/* ---- Manifests as people have them, with their findings. */

static glob_t manifests;

static void put_finding(struct buffer *out, const struct subject *subject,
                        const struct finding *finding)
{
    struct position position = position_of(finding->use.node);
    buffer_printf(out, "%zu:%zu: %s: ", position.line, position.column,
                  outcome_name(finding->outcome));
    message_put_finding(out, subject, finding);
    buffer_put_char(out, '\n');
}

static void put_findings(struct buffer *out, const struct manifest *manifest, size_t *images)
{
    struct arena arena;
    struct verdict verdict;
    struct error error = {0};
    struct subject subject = manifest_subject(manifest);
    subject.today = TODAY;
    subject.scope.environment = TEXT("production");
    arena_init(&arena, ARENA_BYTES);
    ck_assert_msg(gate_judge(policy, &subject, &arena, &verdict, &error), "%s", error.text);
    for (size_t i = 0; i < verdict.finding_count; i++)
        put_finding(out, &subject, &verdict.findings[i]);
    *images += verdict.image_count;
    arena_release(&arena);
}

static void put_file(struct buffer *out, struct text bytes, const char *name)
{
    struct manifest_reader *reader = manifest_reader_new(bytes, text_from_string(name));
    size_t objects = 0;
    size_t skipped = 0;
    size_t images = 0;
    enum manifest_result found;
    do {
        struct manifest manifest;
        struct error error = {0};
        found = manifest_reader_next(reader, &manifest, NULL, &error);
        objects += found == MANIFEST_OBJECT;
        skipped += found == MANIFEST_SKIPPED;
        if (found == MANIFEST_OBJECT)
            put_findings(out, &manifest, &images);
        if (found == MANIFEST_FAILED)
            put_error(out, "error", &error);
    } while (found != MANIFEST_END);
    buffer_printf(out, "%zu objects, %zu images, %zu documents skipped\n", objects, images,
                  skipped);
    manifest_reader_free(reader);
}

START_TEST(every_manifest_has_its_findings)
{
    const char *manifest = manifests.gl_pathv[_i];
    struct buffer bytes = manifest_file_read(manifest);
    struct buffer got = {0};
    char path[PATH_BYTES];
    put_file(&got, buffer_text(&bytes), strstr(manifest, "samples/"));
    snprintf(path, sizeof path, "%s.findings", manifest);
    manifest_file_expect(path, buffer_text(&got));
    buffer_release(&got);
    buffer_release(&bytes);
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("manifest");
    TCase *tcase = tcase_create("reader");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, every_file_is_read_as_told, 0, (int)ARRAY_LEN(cases));
    tcase_add_loop_test(tcase, a_cut_file_is_no_harm, 0, (int)ARRAY_LEN(cases));
    tcase_add_test(tcase, lists_in_lists_have_an_end);
    tcase_add_loop_test(tcase, every_manifest_has_its_findings, 0, (int)manifests.gl_pathc);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    data_files_find("manifests/samples/*/*.yaml", &manifests);
    data_files_find("manifests/samples/*/*.json", &manifests);
    data_files_find("manifests/samples/*/templates/*.yaml", &manifests);
    policy = policy_new_default(NULL);
    int status = run_suite(make_suite());
    policy_free(policy);
    globfree(&manifests);
    return status;
}
