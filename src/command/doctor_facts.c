#include "doctor_facts.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/check.h"
#include "core/json_node.h"
#include "runtime/clock.h"

#define CHART_LABEL "app.kubernetes.io%%2Fname%%3Drelease-gate"
#define CHART_NAME "release-gate"
#define WEBHOOKS_PATH "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations"

enum { PATH_BYTES = 1024, BODY_BYTES = 2048 };

struct gathering {
    struct cluster *cluster;
    struct arena *arena;
    struct doctor_facts *facts;
    struct text service;   /* that the webhooks call */
    struct text namespace; /* its */
    struct error *error;   /* set: the rest is not worth asking for */
};

static bool is_stopped(const struct gathering *gathering)
{
    return gathering->error->kind != ERROR_NONE;
}

static const char *keep(struct gathering *gathering, struct text text)
{
    char *copy = arena_take(gathering->arena, text.len + 1, 1);
    if (copy == NULL) {
        error_no_memory(gathering->error);
        return "";
    }
    for (size_t i = 0; i < text.len; i++)
        copy[i] = text.ptr[i];
    return copy;
}

/* Not there is an answer; everything else that is no success is a reason. */
static void settle(struct gathering *gathering, struct fact *fact,
                   const struct cluster_answer *answer, const struct error *why)
{
    enum { NOT_FOUND = 404 };
    if (answer->status == 0 || why->kind == ERROR_MEMORY)
        *gathering->error = *why;
    else if (answer->status != NOT_FOUND)
        fact->problem = keep(gathering, text_from_string(why->text));
}

static void ask(struct gathering *gathering, struct fact *fact,
                const struct cluster_request *request)
{
    struct cluster_answer answer = {0};
    struct error why = {0};
    if (is_stopped(gathering))
        return;
    if (cluster_ask(gathering->cluster, request, &answer, &why))
        fact->value = answer.root;
    else
        settle(gathering, fact, &answer, &why);
}

static void get(struct gathering *gathering, struct fact *fact, const char *format, ...)
    PRINTF_LIKE(3, 4);

static void get(struct gathering *gathering, struct fact *fact, const char *format, ...)
{
    char path[PATH_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    if (len > 0 && len < (int)sizeof path)
        ask(gathering, fact, &(struct cluster_request){.method = CLUSTER_GET, .path = path});
}

/* ---- The webhook configuration: by its name, or by the label that the chart gives. */

static struct json_object *item(struct json_object *list, size_t index)
{
    struct json_object *items = json_member(list, "items");
    if (!json_object_is_type(items, json_type_array))
        return NULL;
    return json_object_array_get_idx(items, index);
}

static struct text name_of(struct json_object *object)
{
    return json_member_text(json_member(object, "metadata"), "name");
}

static void take_only_one(struct gathering *gathering, struct json_object *list)
{
    struct doctor_facts *facts = gathering->facts;
    if (item(list, 1) != NULL)
        error_set(gathering->error, ERROR_VALUE,
                  "there are several: choose with --webhook-configuration %.*s or %.*s",
                  TEXT_ARGS(name_of(item(list, 0))), TEXT_ARGS(name_of(item(list, 1))));
    else
        facts->webhooks.value = json_object_get(item(list, 0));
}

static void find_webhooks(struct gathering *gathering, const char *name)
{
    struct doctor_facts *facts = gathering->facts;
    struct fact list = {0};
    facts->webhooks_name = text_from_string(name != NULL ? name : CHART_NAME);
    if (name != NULL) {
        get(gathering, &facts->webhooks, WEBHOOKS_PATH "/%s", name);
        return;
    }
    get(gathering, &list, WEBHOOKS_PATH "?labelSelector=" CHART_LABEL);
    facts->webhooks.problem = list.problem;
    if (list.value != NULL)
        take_only_one(gathering, list.value);
    json_object_put(list.value);
    if (facts->webhooks.value != NULL)
        facts->webhooks_name = name_of(facts->webhooks.value);
}

static void read_service(struct gathering *gathering)
{
    struct json_object *webhooks = json_member(gathering->facts->webhooks.value, "webhooks");
    if (!json_object_is_type(webhooks, json_type_array))
        return;
    struct json_object *first = json_object_array_get_idx(webhooks, 0);
    struct json_object *service = json_member(json_member(first, "clientConfig"), "service");
    gathering->service = json_member_text(service, "name");
    gathering->namespace = json_member_text(service, "namespace");
}

/* ---- What the Deployment names. */

static struct json_object *pod_spec(const struct gathering *gathering)
{
    struct json_object *spec = json_member(gathering->facts->deployment.value, "spec");
    return json_member(json_member(spec, "template"), "spec");
}

static struct json_object *volume(const struct gathering *gathering, struct text name)
{
    struct json_object *volumes = json_member(pod_spec(gathering), "volumes");
    size_t count = json_list_length(volumes);
    for (size_t i = 0; i < count; i++) {
        struct json_object *one = json_object_array_get_idx(volumes, i);
        if (text_equal(json_member_text(one, "name"), name))
            return one;
    }
    return NULL;
}

/* With tls.mode auto no Secret is mounted: the server asks for it. */
static bool keeps_its_certificate(const struct gathering *gathering)
{
    return gathering->facts->deployment.value != NULL && volume(gathering, TEXT("tls")) == NULL;
}

static void read_secret_name(struct gathering *gathering)
{
    struct text *name = &gathering->facts->secret_name;
    *name = json_member_text(json_member(volume(gathering, TEXT("tls")), "secret"), "secretName");
    if (name->len != 0)
        return;
    char text[PATH_BYTES];
    snprintf(text, sizeof text, "%.*s-auto-tls", TEXT_ARGS(gathering->service));
    *name = text_from_string(keep(gathering, text_from_string(text)));
}

static struct text config_map_name(const struct gathering *gathering)
{
    struct json_object *source = json_member(volume(gathering, TEXT("config")), "configMap");
    struct text name = json_member_text(source, "name");
    return name.len != 0 ? name : gathering->service;
}

static void get_parts(struct gathering *gathering)
{
    struct doctor_facts *facts = gathering->facts;
    struct text service = gathering->service;
    struct text namespace = gathering->namespace;
    if (service.len == 0)
        return;
    get(gathering, &facts->service, "/api/v1/namespaces/%.*s/services/%.*s", TEXT_ARGS(namespace),
        TEXT_ARGS(service));
    get(gathering, &facts->slices,
        "/apis/discovery.k8s.io/v1/namespaces/%.*s/endpointslices?labelSelector="
        "kubernetes.io%%2Fservice-name%%3D%.*s",
        TEXT_ARGS(namespace), TEXT_ARGS(service));
    get(gathering, &facts->deployment, "/apis/apps/v1/namespaces/%.*s/deployments/%.*s",
        TEXT_ARGS(namespace), TEXT_ARGS(service));
    read_secret_name(gathering);
    get(gathering, &facts->config_map, "/api/v1/namespaces/%.*s/configmaps/%.*s",
        TEXT_ARGS(namespace), TEXT_ARGS(config_map_name(gathering)));
    get(gathering, &facts->secret, "/api/v1/namespaces/%.*s/secrets/%.*s", TEXT_ARGS(namespace),
        TEXT_ARGS(facts->secret_name));
}

/* ---- Rights, as the API server sees them. */

static const struct {
    const char *group;
    const char *resource;
    const char *verb;
    bool is_in_namespace;
    bool is_named; /* the Secret or the webhook configuration */
} rights[RIGHT_COUNT] = {
    [RIGHT_CREATE_SECRET] = {"", "secrets", "create", true, false},
    [RIGHT_UPDATE_SECRET] = {"", "secrets", "update", true, true},
    [RIGHT_PATCH_WEBHOOKS] = {"admissionregistration.k8s.io", "validatingwebhookconfigurations",
                              "patch", false, true},
};

static void post(struct gathering *gathering, struct fact *fact, const char *path, const char *body,
                 int len)
{
    if (len <= 0 || len >= BODY_BYTES)
        return;
    ask(gathering, fact,
        &(struct cluster_request){
            .method = CLUSTER_POST, .path = path, .body = {body, (size_t)len}});
}

static void ask_for_right(struct gathering *gathering, enum right right)
{
    struct doctor_facts *facts = gathering->facts;
    struct text account = json_member_text(pod_spec(gathering), "serviceAccountName");
    struct text name =
        rights[right].is_in_namespace ? facts->secret_name : name_of(facts->webhooks.value);
    struct text scope = rights[right].is_in_namespace ? gathering->namespace : TEXT("");
    char body[BODY_BYTES];
    int len = snprintf(body, sizeof body,
                       "{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":"
                       "\"SubjectAccessReview\",\"spec\":{\"user\":"
                       "\"system:serviceaccount:%.*s:%.*s\",\"resourceAttributes\":{\"group\":"
                       "\"%s\",\"resource\":\"%s\",\"verb\":\"%s\",\"namespace\":\"%.*s\",\"name\":"
                       "\"%.*s\"}}}",
                       TEXT_ARGS(gathering->namespace), TEXT_ARGS(account), rights[right].group,
                       rights[right].resource, rights[right].verb, TEXT_ARGS(scope),
                       TEXT_ARGS(rights[right].is_named ? name : TEXT("")));
    post(gathering, &facts->rights[right], "/apis/authorization.k8s.io/v1/subjectaccessreviews",
         body, len);
}

static void get_rights(struct gathering *gathering)
{
    if (!keeps_its_certificate(gathering))
        return;
    for (size_t i = 0; i < RIGHT_COUNT; i++)
        ask_for_right(gathering, (enum right)i);
}

/* ---- Namespaces: name and labels of each, whatever else there is. */

static bool keep_namespace(void *closure, struct json_object *namespace, struct error *error)
{
    struct json_object *items = closure;
    struct json_object *kept = json_object_new_object();
    struct json_object *metadata = json_object_new_object();
    if (kept == NULL || metadata == NULL ||
        json_object_object_add(kept, "metadata", metadata) != 0 ||
        json_object_array_add(items, kept) != 0) {
        json_object_put(kept);
        return error_no_memory(error);
    }
    static const char *const wanted[] = {"name", "labels"};
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        struct json_object *value = json_member(json_member(namespace, "metadata"), wanted[i]);
        if (json_object_object_add(metadata, wanted[i], json_object_get(value)) != 0)
            return error_no_memory(error);
    }
    return true;
}

static void forget_namespaces(void *closure)
{
    struct json_object *items = closure;
    json_object_array_del_idx(items, 0, json_object_array_length(items));
}

static void get_namespaces(struct gathering *gathering)
{
    struct fact *fact = &gathering->facts->namespaces;
    struct cluster_answer answer = {0};
    struct error why = {0};
    struct json_object *items = json_object_new_array();
    fact->value = json_object_new_object();
    if (items == NULL || fact->value == NULL ||
        json_object_object_add(fact->value, "items", items) != 0) {
        error_no_memory(gathering->error);
        return;
    }
    struct cluster_list list = {
        .path = "/api/v1/namespaces",
        .take = keep_namespace,
        .restart = forget_namespaces,
        .closure = items,
    };
    if (is_stopped(gathering) || cluster_list(gathering->cluster, &list, &answer.status, &why))
        return;
    json_object_put(fact->value);
    fact->value = NULL;
    settle(gathering, fact, &answer, &why);
}

/* ---- The proof. */

/* As PSS `restricted` wants it, so that nothing but the gate has a reason to refuse it. */
#define CANDIDATE                                                                                  \
    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"generateName\":"                      \
    "\"release-gate-doctor-\"},\"spec\":{\"automountServiceAccountToken\":false,"                  \
    "\"securityContext\":{\"runAsNonRoot\":true,\"runAsUser\":65532,\"seccompProfile\":{\"type\":" \
    "\"RuntimeDefault\"}},\"containers\":[{\"name\":\"candidate\",\"image\":"                      \
    "\"release-gate.invalid/doctor:v0.0.0-rc.1\",\"securityContext\":"                             \
    "{\"allowPrivilegeEscalation\":false,\"capabilities\":{\"drop\":[\"ALL\"]}}}]}}"

static void get_denial(struct gathering *gathering)
{
    struct fact *denial = &gathering->facts->denial;
    struct text namespace = doctor_namespace_to_try(gathering->facts);
    if (namespace.len == 0)
        return;
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "/api/v1/namespaces/%.*s/pods?dryRun=All", TEXT_ARGS(namespace));
    post(gathering, denial, path, CANDIDATE, (int)sizeof CANDIDATE - 1);
}

bool doctor_facts_gather(struct cluster *cluster, const char *name, struct arena *arena,
                         struct doctor_facts *facts, struct error *error)
{
    *facts = (struct doctor_facts){.now = (int64_t)clock_now_s()};
    *error = (struct error){0};
    struct gathering gathering = {
        .cluster = cluster, .arena = arena, .facts = facts, .error = error};
    find_webhooks(&gathering, name);
    read_service(&gathering);
    get_parts(&gathering);
    get_rights(&gathering);
    get_namespaces(&gathering);
    get_denial(&gathering);
    return !is_stopped(&gathering);
}

void doctor_facts_release(struct doctor_facts *facts)
{
    struct fact *const all[] = {
        &facts->webhooks,   &facts->service, &facts->slices,     &facts->deployment,
        &facts->config_map, &facts->secret,  &facts->namespaces, &facts->denial,
    };
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        json_object_put(all[i]->value);
    for (size_t i = 0; i < RIGHT_COUNT; i++)
        json_object_put(facts->rights[i].value);
    *facts = (struct doctor_facts){0};
}
