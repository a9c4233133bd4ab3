/* What decides about other namespaces than its own: the environment of its destination, what was
 * there before, and texts that are YAML. */
#include <check.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "config/config.h"
#include "core/gate.h"
#include "core/message.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 20 };

#define APPLICATION(destination, source)                                                           \
    "{'metadata':{'name':'shop','namespace':'argocd'},'spec':{'destination':{" destination         \
    "},'source':{'repoURL':'https://git.example/shop'," source "}}}"
#define TO(namespace) "'namespace':'" namespace "'"
#define REVISION(revision) "'targetRevision':'" revision "'"
#define VALUES(text) REVISION("v1.2.3") ",'helm':{'values':'" text "'}"
#define PATCHED(patch)                                                                             \
    APPLICATION(TO("production"),                                                                  \
                REVISION("v1.2.3") ",'kustomize':{'patches':[{'patch':'" patch "'}]}")
#define SETS(path, value) "[{op: replace, path: " path ", value: " value "}]"
#define SET_OF(namespace, spec)                                                                    \
    "{'metadata':{'name':'shop','namespace':'argocd'},'spec':{" spec                               \
    "'template':{'spec':{'destination':{" TO(                                                      \
        namespace) "},'source':{'targetRevision':'{{v}}'}}}}}"
#define RELEASE(target, values)                                                                    \
    "{'metadata':{'name':'r','namespace':'production'},'spec':{" target                            \
    "'chart':{'spec':{'chart':'c','version':'1.2.3'}},'values':{" values "}}}"
#define MAIN_DENIED                                                                                \
    "Application argocd/shop source \"https://git.example/shop\" revision \"main\" is a branch, "  \
    "which moves with every commit [RG004]; "                                                      \
    "set spec.source.targetRevision to a release tag (vX.Y.Z)"

static const char configuration[] =
    "apiVersion: release-gate.power-edge.io/v1\n"
    "kind: Configuration\n"
    "environments:\n"
    "- {name: literal, namespaces: [literal], placeholders: deny}\n"
    "- {name: filled, namespaces: [filled], placeholders: allow}\n"
    "exemptions:\n"
    "- {name: vendor, reason: r, until: 2099-12-31, images: ['https://git.example/vendor*'],\n"
    "   namespaces: [production]}\n"
    "workloads:\n"
    "- {group: example.com, kind: Thing, revisions: [spec.source.revision]}\n";

static const struct row {
    const char *what;
    const char *group;
    const char *kind;
    const char *before; /* NULL: it is created */
    const char *object;
    const char *decision;
    const char *part; /* of the first finding */
} rows[] = {
    {"the destination decides, not the namespace of the Application", "argoproj.io", "Application",
     NULL, APPLICATION(TO("production"), REVISION("main")), "deny", MAIN_DENIED},
    {"a branch for dev", "argoproj.io", "Application", NULL,
     APPLICATION(TO("shop-dev"), REVISION("main")), "allow", ""},
    {"the cluster makes no difference", "argoproj.io", "Application", NULL,
     APPLICATION("'name':'other','namespace':'prod-eu'", REVISION("main")), "deny", MAIN_DENIED},
    {"no destination may be any", "argoproj.io", "Application", NULL,
     APPLICATION("'name':'in-cluster'", REVISION("main")), "deny", MAIN_DENIED},
    {"an empty destination, too", "argoproj.io", "Application", NULL,
     APPLICATION(TO(""), REVISION("main")), "deny", MAIN_DENIED},
    {"a destination of another type, too", "argoproj.io", "Application", NULL,
     APPLICATION("'namespace':7", REVISION("main")), "deny", MAIN_DENIED},
    {"no revision is the head", "argoproj.io", "Application", NULL,
     APPLICATION(TO("production"), "'path':'.'"), "deny",
     "revision \"HEAD\" (none is given) is the head of the default branch [RG004]"},
    {"an empty one, too", "argoproj.io", "Application", NULL,
     APPLICATION(TO("production"), REVISION("")), "deny", "revision \"HEAD\" (none is given)"},
    {"a number is none", "argoproj.io", "Application", NULL,
     APPLICATION(TO("production"), "'targetRevision':1.1"), "deny",
     "field \"spec.source.targetRevision\" is the number 1.1, not a string: quote it [RG010]"},
    {"an OCI artifact", "argoproj.io", "Application", NULL,
     "{'spec':{'destination':{'namespace':'prod'},'source':{'repoURL':'oci://x','targetRevision':"
     "'sha256:0'}}}",
     "deny", "digest \"sha256:0\""},
    {"a prefix makes it a range", "argoproj.io", "Application", NULL,
     APPLICATION(TO("production"), "'tagPrefix':'app/'," REVISION("v1.*")), "allow", ""},

    {"what ran before goes on", "argoproj.io", "Application",
     APPLICATION(TO("production"), REVISION("main")),
     APPLICATION(TO("production"), REVISION("main") ",'path':'x'"), "warn", MAIN_DENIED},
    {"not in another environment", "argoproj.io", "Application",
     APPLICATION(TO("dev"), REVISION("main")), APPLICATION(TO("production"), REVISION("main")),
     "deny", MAIN_DENIED},
    {"not from another repository", "argoproj.io", "Application",
     "{'spec':{'destination':{'namespace':'prod'},'source':{'repoURL':'a','targetRevision':'main'}}}",
     "{'spec':{'destination':{'namespace':'prod'},'source':{'repoURL':'b','targetRevision':'main'}}}",
     "deny", "source \"b\" revision \"main\""},
    {"an exemption by source and destination", "argoproj.io", "Application", NULL,
     "{'spec':{'destination':{'namespace':'production'},'source':{'repoURL':"
     "'https://git.example/vendor.git','targetRevision':'main'}}}",
     "allow", "source \"https://git.example/vendor.git\""},

    {"values as text", "argoproj.io", "Application", NULL,
     APPLICATION(TO("production"), VALUES("image: {repository: a/b, tag: edge}")), "deny",
     "field \"spec.source.helm.values.image.tag\" image \"a/b:edge\""},
    {"values that are empty", "argoproj.io", "Application", NULL,
     APPLICATION(TO("production"), VALUES("")), "allow", ""},
    {"values that are not YAML", "argoproj.io", "Application", NULL,
     APPLICATION(TO("production"), VALUES("{a")), "deny",
     "field \"spec.source.helm.values\" is not YAML [RG010]"},
    {"values that are not YAML before they are filled in", "argoproj.io", "Application", NULL,
     APPLICATION(TO("production"), VALUES("{{- if x}")), "warn",
     "field \"spec.source.helm.values\" cannot be judged before it is filled in [RG013]"},
    {"local manifests", "argoproj.io", "Application", NULL,
     "{'spec':{'destination':{'namespace':'prod'}},'operation':{'sync':{'manifests':["
     "'{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"a:edge\"}]}}']}}}",
     "deny", "container \"c\" image \"a:edge\""},

    {"a patch of an object", "argoproj.io", "Application", NULL,
     PATCHED("spec: {template: {spec: {containers: [{name: c, image: \"a:edge\"}]}}}"), "deny",
     "container \"c\" image \"a:edge\""},
    {"a patch of an image volume", "argoproj.io", "Application", NULL,
     PATCHED("spec: {volumes: [{name: v, image: {reference: \"a:edge\"}}]}"), "deny",
     "volume \"v\" image \"a:edge\""},
    {"a JSON patch of an image", "argoproj.io", "Application", NULL,
     PATCHED(SETS("/spec/template/spec/containers/0/image", "\"a:edge\"")), "deny",
     "field \"spec.source.kustomize.patches[0].patch[0].value\" image \"a:edge\""},
    {"to a release", "argoproj.io", "Application", NULL,
     PATCHED(SETS("/spec/template/spec/containers/0/image", "\"a:v1.2.3\"")), "allow", ""},
    {"of an image volume", "argoproj.io", "Application", NULL,
     PATCHED(SETS("/spec/volumes/0/image/reference", "\"a:edge\"")), "deny", "image \"a:edge\""},
    {"of a block device", "argoproj.io", "Application", NULL,
     PATCHED(SETS("/spec/volumes/0/rbd/image", "\"a:edge\"")), "allow", ""},
    {"of a container", "argoproj.io", "Application", NULL,
     PATCHED(SETS("/spec/initContainers/-", "{name: c, image: \"a:edge\"}")), "deny",
     "init container \"c\" image \"a:edge\""},
    {"of containers", "argoproj.io", "Application", NULL,
     PATCHED(SETS("/spec/containers", "[{name: c, image: \"a:edge\"}]")), "deny",
     "container \"c\" image \"a:edge\""},
    {"of what holds a pod spec", "argoproj.io", "Application", NULL,
     PATCHED(SETS("/spec/template", "{spec: {containers: [{name: c, image: \"a:edge\"}]}}")),
     "deny", "container \"c\" image \"a:edge\""},
    {"of a list that is none", "argoproj.io", "Application", NULL,
     PATCHED(SETS("/spec/containers", "7")), "deny", "is not a list [RG010]"},
    {"of a container that is none", "argoproj.io", "Application", NULL,
     PATCHED(SETS("/spec/containers/0", "7")), "deny", "is not an object [RG010]"},
    {"of something else", "argoproj.io", "Application", NULL, PATCHED(SETS("/spec/replicas", "7")),
     "allow", ""},
    {"of nothing", "argoproj.io", "Application", NULL,
     PATCHED(
         "[{op: remove, path: /spec/containers}, {path: 7, value: 7}, 7, {value: 7, path: \"\"}]"),
     "allow", ""},
    {"that only looks", "argoproj.io", "Application", NULL,
     PATCHED("[{op: test, path: /spec/containers/0/image, value: \"a:edge\"}]"), "allow", ""},

    {"a placeholder is judged where it is filled in", "argoproj.io", "ApplicationSet", NULL,
     "{'spec':{'template':{'spec':{'destination':{'namespace':'prod'},"
     "'source':{'targetRevision':'{{v}}'}}}}}",
     "warn", "revision \"{{v}}\" cannot be judged before it is filled in [RG013]"},
    {"or denied", "argoproj.io", "ApplicationSet", NULL, SET_OF("literal", ""), "deny",
     "revision \"{{v}}\" cannot be judged before it is filled in [RG013]; write it out"},
    {"or let pass", "argoproj.io", "ApplicationSet", NULL, SET_OF("filled", ""), "allow", ""},
    {"not if it was there before", "argoproj.io", "ApplicationSet", SET_OF("literal", ""),
     SET_OF("literal", "'goTemplate':true,"), "warn", "revision \"{{v}}\""},
    {"a text that nothing can be said of was there before", "argoproj.io", "ApplicationSet",
     SET_OF("literal", "'templatePatch':'a',"), SET_OF("literal", "'templatePatch':'a',"), "warn",
     ""},
    {"was another one before", "argoproj.io", "ApplicationSet",
     SET_OF("literal", "'templatePatch':'a',"), SET_OF("literal", "'templatePatch':'b',"), "deny",
     ""},
    {"but what is written out is judged", "argoproj.io", "ApplicationSet", NULL,
     "{'spec':{'template':{'spec':{'destination':{'namespace':'prod-{{n}}'},"
     "'source':{'targetRevision':'main'}}}}}",
     "deny", "field \"spec.template.spec.destination.namespace\" cannot be judged"},
    {"and is not a placeholder in a Pod", "", "Pod", NULL,
     "{'metadata':{'namespace':'production'},'spec':{'containers':[{'image':'a:{{v}}'}]}}", "deny",
     "is an invalid reference"},

    {"the target of a HelmRelease", "helm.toolkit.fluxcd.io", "HelmRelease", NULL,
     RELEASE("'targetNamespace':'dev',", "'image':{'tag':'main'}"), "allow", ""},
    {"its own namespace without one", "helm.toolkit.fluxcd.io", "HelmRelease", NULL,
     RELEASE("", "'image':{'tag':'main'}"), "deny", "field \"spec.values.image.tag\""},
    {"the last ref of a GitRepository", "source.toolkit.fluxcd.io", "GitRepository", NULL,
     "{'metadata':{'namespace':'production'},'spec':{'url':'u','ref':{'branch':'main','tag':'v1.2.3'}}}",
     "allow", ""},
    {"its branch alone", "source.toolkit.fluxcd.io", "GitRepository", NULL,
     "{'metadata':{'namespace':'production'},'spec':{'url':'u','ref':{'branch':'v1.2.3'}}}", "deny",
     "replace it by a release tag (vX.Y.Z) in spec.ref.tag"},
    {"a kind of the admin's", "example.com", "Thing", NULL,
     "{'metadata':{'namespace':'production'},'spec':{'source':{'revision':'main'}}}", "deny",
     "revision \"main\" is a branch, which moves with every commit [RG004]; set spec.source.revision"},
};

static struct config *config;

static struct json_object *parse(const char *json)
{
    struct json_object *object = json != NULL ? json_tokener_parse(json) : NULL;
    ck_assert_msg(json == NULL || object != NULL, "bad JSON in the test: %s", json);
    return object;
}

static struct text namespace_of(struct json_object *object)
{
    struct json_object *metadata = NULL;
    struct json_object *namespace = NULL;
    json_object_object_get_ex(object, "metadata", &metadata);
    if (metadata == NULL || !json_object_object_get_ex(metadata, "namespace", &namespace))
        return (struct text){0};
    return text_from_string(json_object_get_string(namespace));
}

static void judge(const struct row *row, struct json_object *object, struct json_object *before)
{
    struct arena arena;
    struct verdict verdict;
    struct error error = {0};
    struct buffer message = {0};
    const struct subject subject = {
        .operation = before != NULL ? OPERATION_UPDATE : OPERATION_CREATE,
        .group = text_from_string(row->group),
        .kind = text_from_string(row->kind),
        .name = TEXT("shop"),
        .scope = {.namespace = namespace_of(object)},
        .object = object,
        .old_object = before,
        .today = 20261125,
    };
    arena_init(&arena, ARENA_BYTES);
    ck_assert_msg(gate_judge(config->policy, &subject, &arena, &verdict, &error), "%s: %s",
                  row->what, error.text);
    if (verdict.finding_count != 0)
        message_put_finding(&message, &subject, &verdict.findings[0]);
    ck_assert_msg(text_equal(text_from_string(verdict_decision_name(&verdict)),
                             text_from_string(row->decision)),
                  "%s: want %s, got %s: %.*s", row->what, row->decision,
                  verdict_decision_name(&verdict), TEXT_ARGS(buffer_text(&message)));
    ck_assert_msg(text_contains(buffer_text(&message), text_from_string(row->part)),
                  "%s: got \"%.*s\"", row->what, TEXT_ARGS(buffer_text(&message)));
    buffer_release(&message);
    arena_release(&arena);
}

START_TEST(what_is_deployed_elsewhere_is_judged_for_there)
{
    struct json_object *object = parse(rows[_i].object);
    struct json_object *before = parse(rows[_i].before);
    judge(&rows[_i], object, before);
    json_object_put(object);
    json_object_put(before);
}
END_TEST

int main(void)
{
    struct error_list errors;
    error_list_init(&errors, 1);
    config = config_parse(text_from_string(configuration), "test", NULL, 0, &errors);
    if (config == NULL) {
        fprintf(stderr, "%s\n", errors.items[0].text);
        return EXIT_FAILURE;
    }
    Suite *suite = suite_create("gitops");
    TCase *tcase = tcase_create("decisions");
    tcase_add_loop_test(tcase, what_is_deployed_elsewhere_is_judged_for_there, 0,
                        (int)ARRAY_LEN(rows));
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    config_free(config);
    error_list_release(&errors);
    return status;
}
