#include "manifest_object.h"

#include <string.h>

#include "core/json_node.h"
#include "document/position.h"

static const struct text list_suffix = TEXT_INIT("List");

static const struct text kustomize_group = TEXT_INIT("kustomize.config.k8s.io");

/* kustomize's own list (api/konfig, RecognizedKustomizationFileNames). */
static const struct text kustomization_names[] = {
    TEXT_INIT("kustomization.yaml"),
    TEXT_INIT("kustomization.yml"),
    TEXT_INIT("Kustomization"),
};

struct manifest_kind manifest_kind_of_file(struct text name, struct json_object *node)
{
    size_t slash = text_find_last(name, '/');
    struct text base = slash == name.len ? name : text_slice(name, slash + 1, name.len);
    struct text_list names = {kustomization_names, ARRAY_LEN(kustomization_names)};
    if (!text_list_holds(&names, base) || !json_object_is_type(node, json_type_object))
        return (struct manifest_kind){0};
    return (struct manifest_kind){TEXT("kustomize.config.k8s.io/v1beta1"), TEXT("Kustomization")};
}

static void replace(struct text *value, struct json_object *node)
{
    struct text said = json_text(node);
    if (said.len != 0)
        *value = said;
}

static bool is_wrong(struct json_object *node)
{
    return node != NULL && !json_object_is_type(node, json_type_string);
}

static bool fail(struct json_object *node, const char *key, struct error *error)
{
    struct position position = position_of_member(node, key);
    return error_set_at(error, ERROR_VALUE, position.line, position.column,
                        "%s is not a string: put it in quotes", key);
}

/* A document with only one of the two is no object, whatever it has there. */
bool manifest_kind_read(struct json_object *node, struct manifest_kind *kind, struct error *error)
{
    struct json_object *said_kind = json_member(node, "kind");
    struct json_object *said_version = json_member(node, "apiVersion");
    bool has_both = said_kind != NULL && said_version != NULL;
    if (has_both && is_wrong(said_kind))
        return fail(node, "kind", error);
    if (has_both && is_wrong(said_version))
        return fail(node, "apiVersion", error);
    replace(&kind->kind, said_kind);
    replace(&kind->api_version, said_version);
    return true;
}

bool manifest_kind_is_known(struct manifest_kind kind)
{
    return kind.kind.len != 0 && kind.api_version.len != 0;
}

bool manifest_kind_is_list(struct manifest_kind kind)
{
    return text_ends_with(kind.kind, list_suffix);
}

struct manifest_kind manifest_kind_of_items(struct manifest_kind list)
{
    if (!manifest_kind_is_list(list) || list.kind.len == list_suffix.len)
        return (struct manifest_kind){0};
    list.kind = text_slice(list.kind, 0, list.kind.len - list_suffix.len);
    return list;
}

/* Go folds letters as Unicode does: U+017F is an s. */
static bool is_items_key(struct text key)
{
    static const size_t stem = sizeof "item" - 1;
    struct text last = text_slice(key, stem, key.len);
    return text_equal_ignoring_case(text_slice(key, 0, stem), TEXT("item")) &&
           (text_equal_ignoring_case(last, TEXT("s")) || text_equal(last, TEXT("\xC5\xBF")));
}

struct json_object *manifest_next_items(struct json_object *node, struct lh_entry **entry)
{
    if (!json_object_is_type(node, json_type_object))
        return NULL;
    *entry = *entry == NULL ? json_object_get_object(node)->head : (*entry)->next;
    for (; *entry != NULL; *entry = (*entry)->next) {
        if (is_items_key(text_from_string(lh_entry_k(*entry))) &&
            json_object_is_type(lh_entry_v(*entry), json_type_array))
            return lh_entry_v(*entry);
    }
    return NULL;
}

/* "apps" of "apps/v1"; "" of "v1". */
static struct text group_of(struct text api_version)
{
    size_t slash = text_find(api_version, '/');
    return slash == api_version.len ? (struct text){0} : text_slice(api_version, 0, slash);
}

/* A name that the API server is still to make shows as "web-*". */
static bool fill_name(struct manifest *manifest, struct json_object *metadata, struct arena *arena)
{
    manifest->name = json_member_text(metadata, "name");
    struct text prefix = json_member_text(metadata, "generateName");
    if (manifest->name.len != 0 || prefix.len == 0)
        return true;
    char *name = arena_take(arena, prefix.len + 1, 1);
    if (name == NULL)
        return false;
    memcpy(name, prefix.ptr, prefix.len);
    name[prefix.len] = '*';
    manifest->name = (struct text){name, prefix.len + 1};
    return true;
}

bool manifest_fill(struct manifest *manifest, struct json_object *node, struct manifest_kind kind,
                   struct arena *arena)
{
    struct json_object *metadata = json_member(node, "metadata");
    *manifest = (struct manifest){
        .object = node,
        .line = position_of(node).line,
        .group = group_of(kind.api_version),
        .kind = kind.kind,
        .namespace = json_member_text(metadata, "namespace"),
    };
    if (text_equal(manifest->group, kustomize_group))
        manifest->namespace = json_member_text(node, "namespace");
    return fill_name(manifest, metadata, arena);
}
