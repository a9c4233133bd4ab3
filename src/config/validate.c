#include "validate.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "config/suggest.h"
#include "core/json_node.h"
#include "schema.h"

/* SIGKILL must not be what ends an orderly shutdown: nobody grants a pod more than this. */
enum { MAX_SHUTDOWN_MS = 10 * 60 * 1000 };

static bool is_set(const char *string)
{
    return string[0] != '\0';
}

static struct json_object *element(const struct input *input, const char *list, size_t index)
{
    struct json_object *array = json_member(input->root, list);
    return json_object_is_type(array, json_type_array) ? json_object_array_get_idx(array, index)
                                                       : NULL;
}

static struct origin origin_of_item(const struct input *input, const char *list, size_t index,
                                    const char *key)
{
    return origin_in_file(input, position_of_member(element(input, list, index), key));
}

static size_t line_of_item(const struct input *input, const char *list, size_t index,
                           const char *key)
{
    return position_of_member(element(input, list, index), key).line;
}

static size_t count_in_file(const struct input *input, const char *list)
{
    return json_list_length(json_member(input->root, list));
}

static void check_pair(const struct input *input, const char *value, const char *key,
                       const char *other_value, const char *other_key)
{
    if (is_set(value) && !is_set(other_value))
        problem_add(input, origin_of_key(input, key), "%s is set, but %s is not", key, other_key);
}

static void check_tls(const struct input *input, const struct tls_settings *tls)
{
    check_pair(input, tls->cert_file, "tls.certFile", tls->key_file, "tls.keyFile");
    check_pair(input, tls->key_file, "tls.keyFile", tls->cert_file, "tls.certFile");
    if (tls->mode == TLS_MODE_AUTO && is_set(tls->cert_file))
        problem_add(input, origin_of_key(input, "tls.certFile"),
                    "tls.certFile is set, but tls.mode is auto");
    if (tls->certificate_lifetime_ms > tls->authority_lifetime_ms / 2)
        problem_add(input, origin_of_key(input, "tls.certificateLifetime"),
                    "tls.certificateLifetime must be at most half of tls.authorityLifetime");
    if (tls->client_names.count != 0 && !is_set(tls->client_ca_file))
        problem_add(input, origin_of_key(input, "tls.clientNames"),
                    "tls.clientNames is set, but tls.clientCAFile is not");
}

static bool ends_with_port_zero(const char *listen)
{
    const char *colon = strrchr(listen, ':');
    return colon != NULL && strspn(colon + 1, "0") == strlen(colon + 1);
}

static void check_server(const struct input *input, const struct settings *settings)
{
    const struct server_settings *server = &settings->server;
    if (server->shutdown_delay_ms + server->drain_timeout_ms > MAX_SHUTDOWN_MS)
        problem_add(
            input, origin_of_key(input, "server.drainTimeout"),
            "server.shutdownDelay and server.drainTimeout must not be more than 10m together");
    if (strcmp(server->listen, settings->metrics.listen) == 0 &&
        !ends_with_port_zero(server->listen))
        problem_add(input, origin_of_key(input, "metrics.listen"),
                    "metrics.listen is the same as server.listen");
}

/* The first item whose text is the same as that of item `index`; `index` if there is none. */
static size_t first_same(const struct item_list *list, size_t item_size, size_t offset,
                         size_t index)
{
    const char *items = list->items;
    const struct text *own = (const void *)(items + index * item_size + offset);
    for (size_t i = 0; i < index; i++) {
        if (text_equal(*(const struct text *)(const void *)(items + i * item_size + offset), *own))
            return i;
    }
    return index;
}

static void check_names(const struct input *input, const char *key, const struct item_list *list,
                        size_t item_size, size_t offset)
{
    for (size_t i = 0; i < count_in_file(input, key) && i < list->count; i++) {
        const struct text *name =
            (const void *)((const char *)list->items + i * item_size + offset);
        size_t first = first_same(list, item_size, offset, i);
        if (name->len == 0 || first == i)
            continue;
        problem_add(input, origin_of_item(input, key, i, "name"),
                    "%s[%zu].name \"%s\" is already taken in line %zu", key, i, quote(*name).text,
                    line_of_item(input, key, first, "name"));
    }
}

/* Globs as the file gives them: what is inherited is no mistake of the admin's. */
struct glob_use {
    struct json_object *node;
    size_t environment;
};

static bool find_glob(const struct input *input, size_t before, struct text glob,
                      struct glob_use *found)
{
    for (size_t i = 0; i < before; i++) {
        struct json_object *globs = json_member(element(input, "environments", i), "namespaces");
        if (!json_object_is_type(globs, json_type_array))
            continue;
        for (size_t j = 0; j < json_object_array_length(globs); j++) {
            *found = (struct glob_use){json_object_array_get_idx(globs, j), i};
            if (text_equal(json_text(found->node), glob))
                return true;
        }
    }
    return false;
}

static void check_glob(const struct input *input, size_t environment, struct json_object *node)
{
    struct glob_use first;
    struct text glob = json_text(node);
    if (glob.len == 0 || !find_glob(input, environment, glob, &first))
        return;
    struct text owner = json_member_text(element(input, "environments", first.environment), "name");
    problem_add(
        input, origin_in_file(input, position_of(node)),
        "namespaces \"%s\" already belong to environment \"%s\" (line %zu), which comes first",
        quote(glob).text, quote(owner).text, position_of(first.node).line);
}

static void check_globs(const struct input *input)
{
    for (size_t i = 1; i < count_in_file(input, "environments"); i++) {
        struct json_object *globs = json_member(element(input, "environments", i), "namespaces");
        if (!json_object_is_type(globs, json_type_array))
            continue;
        for (size_t j = 0; j < json_object_array_length(globs); j++)
            check_glob(input, i, json_object_array_get_idx(globs, j));
    }
}

/* As many as a message can hold. */
enum { MAX_NAMED_ENVIRONMENTS = 32 };

static void report_environment(const struct input *input, const struct settings *settings,
                               struct text name, struct origin origin, const char *path)
{
    const struct environment *environments = settings->environments.items;
    struct text names[MAX_NAMED_ENVIRONMENTS];
    struct buffer known = {0};
    size_t count = 0;
    for (size_t i = 0; i < settings->environments.count && count < ARRAY_LEN(names); i++) {
        if (environments[i].name.len == 0)
            continue;
        names[count++] = environments[i].name;
        buffer_printf(&known, "%s%.*s", count > 1 ? ", " : "", TEXT_ARGS(environments[i].name));
    }

    struct text meant = suggest(name, names, count);
    if (meant.len != 0)
        problem_add(input, origin, "unknown environment \"%s\" in %s, did you mean \"%.*s\"?",
                    quote(name).text, path, TEXT_ARGS(meant));
    else
        problem_add(input, origin, "unknown environment \"%s\" in %s: expected one of %.*s",
                    quote(name).text, path, TEXT_ARGS(buffer_text(&known)));
    buffer_release(&known);
}

static bool has_environment(const struct settings *settings, struct text name)
{
    const struct environment *environments = settings->environments.items;
    for (size_t i = 0; i < settings->environments.count; i++) {
        if (text_equal(environments[i].name, name))
            return true;
    }
    return false;
}

static void check_default_environment(const struct input *input, const struct settings *settings)
{
    const char *path = "defaultEnvironment";
    if (!has_environment(settings, settings->default_environment))
        report_environment(input, settings, settings->default_environment,
                           origin_of_key(input, path), path);
}

static void check_exemption(const struct input *input, const struct settings *settings,
                            size_t index)
{
    const struct exemption *exemption = (struct exemption *)settings->exemptions.items + index;
    struct json_object *names = json_member(element(input, "exemptions", index), "environments");
    for (size_t i = 0; i < exemption->environments.count; i++) {
        char path[SCHEMA_PATH_BYTES];
        struct text name = exemption->environments.items[i];
        struct position position = position_of(json_object_array_get_idx(names, i));
        if (name.len == 0 || has_environment(settings, name))
            continue;
        snprintf(path, sizeof path, "exemptions[%zu].environments[%zu]", index, i);
        report_environment(input, settings, name, origin_in_file(input, position), path);
    }
}

static bool is_same_kind(const struct workload_settings *a, const struct workload_settings *b)
{
    return text_equal(a->group, b->group) && text_equal(a->kind, b->kind);
}

/* A row without paths would say that its kind has no images, and nothing in it would be judged. */
static void check_workload(const struct input *input, const struct item_list *workloads,
                           size_t index)
{
    const struct workload_settings *items = workloads->items;
    const struct workload_settings *own = &items[index];
    struct origin origin = origin_of_item(input, "workloads", index, "kind");
    if (own->kind.len == 0)
        return;
    if (own->pod_specs.count + own->images.count + own->revisions.count == 0)
        problem_add(input, origin, "workloads[%zu] needs podSpecs, images or revisions", index);
    for (size_t i = 0; i < index; i++) {
        if (is_same_kind(&items[i], own)) {
            problem_add(input, origin, "workloads[%zu] is already given in line %zu", index,
                        line_of_item(input, "workloads", i, "kind"));
            return;
        }
    }
}

void settings_validate(const struct input *input, const struct settings *settings)
{
    check_tls(input, &settings->tls);
    check_server(input, settings);
    check_names(input, "environments", &settings->environments, sizeof(struct environment),
                offsetof(struct environment, name));
    check_globs(input);
    check_names(input, "exemptions", &settings->exemptions, sizeof(struct exemption),
                offsetof(struct exemption, name));
    check_default_environment(input, settings);
    for (size_t i = 0; i < settings->exemptions.count; i++)
        check_exemption(input, settings, i);
    for (size_t i = 0; i < settings->workloads.count; i++)
        check_workload(input, &settings->workloads, i);
}
