#include "review.h"

#include "base/limits.h"
#include "core/json_node.h"

static const struct text versions[] = {
    TEXT_INIT("admission.k8s.io/v1"),
    TEXT_INIT("admission.k8s.io/v1beta1"),
};

static const struct {
    struct text name;
    enum operation operation;
} operations[] = {
    {TEXT_INIT("CREATE"), OPERATION_CREATE},
    {TEXT_INIT("UPDATE"), OPERATION_UPDATE},
    {TEXT_INIT("DELETE"), OPERATION_DELETE},
    {TEXT_INIT("CONNECT"), OPERATION_CONNECT},
};

static bool wrong_type(struct error *error, const char *field, const char *wanted)
{
    return error_set(error, ERROR_VALUE, "%s is not %s", field, wanted);
}

static bool read_text(struct json_object *object, const char *key, const char *field,
                      struct text *value, struct error *error)
{
    struct json_object *node = json_member(object, key);
    if (node != NULL && !json_object_is_type(node, json_type_string))
        return wrong_type(error, field, "a string");
    *value = json_text(node);
    return true;
}

static bool read_object(struct json_object *object, const char *key, const char *field,
                        struct json_object **value, struct error *error)
{
    *value = json_member(object, key);
    if (*value != NULL && !json_object_is_type(*value, json_type_object))
        return wrong_type(error, field, "an object");
    return true;
}

static bool is_version(struct text api_version)
{
    for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
        if (text_equal(versions[i], api_version))
            return true;
    }
    return false;
}

static enum operation operation_of(struct text name)
{
    for (size_t i = 0; i < ARRAY_LEN(operations); i++) {
        if (text_equal(operations[i].name, name))
            return operations[i].operation;
    }
    return OPERATION_UNKNOWN;
}

static bool read_envelope(struct admission *admission, struct json_object **request,
                          struct error *error)
{
    struct text kind = {0};
    if (!json_object_is_type(admission->tree, json_type_object))
        return wrong_type(error, "the body", "an AdmissionReview object");
    if (!read_text(admission->tree, "kind", "kind", &kind, error) ||
        !read_text(admission->tree, "apiVersion", "apiVersion", &admission->api_version, error))
        return false;
    if (!text_equal(kind, TEXT("AdmissionReview")))
        return wrong_type(error, "kind", "AdmissionReview");
    if (!is_version(admission->api_version))
        return wrong_type(error, "apiVersion", "admission.k8s.io/v1 or admission.k8s.io/v1beta1");
    if (!read_object(admission->tree, "request", "request", request, error))
        return false;
    if (*request == NULL)
        return error_set(error, ERROR_VALUE, "request is missing");
    return true;
}

static bool read_uid(struct admission *admission, struct json_object *request, struct error *error)
{
    if (!read_text(request, "uid", "request.uid", &admission->uid, error))
        return false;
    if (admission->uid.len == 0)
        return error_set(error, ERROR_VALUE, "request.uid is missing");
    if (admission->uid.len > LIMIT_UID_BYTES)
        return error_set(error, ERROR_LIMIT, "request.uid is longer than %d bytes",
                         LIMIT_UID_BYTES);
    return true;
}

/* The group of "apps/v1"; "" for "v1". */
static struct text group_of(struct text api_version)
{
    size_t slash = text_find(api_version, '/');
    return slash == api_version.len ? (struct text){0} : text_slice(api_version, 0, slash);
}

/* request.kind is what the webhook's rule matched; the object says the same of itself. */
static bool read_kind(struct subject *subject, struct json_object *request, struct error *error)
{
    struct json_object *kind = NULL;
    struct json_object *resource = NULL;
    if (!read_object(request, "kind", "request.kind", &kind, error) ||
        !read_object(request, "resource", "request.resource", &resource, error) ||
        !read_text(kind, "group", "request.kind.group", &subject->group, error) ||
        !read_text(kind, "kind", "request.kind.kind", &subject->kind, error) ||
        !read_text(resource, "resource", "request.resource.resource", &subject->resource, error))
        return false;
    if (subject->kind.len == 0) {
        subject->kind = json_member_text(subject->object, "kind");
        subject->group = group_of(json_member_text(subject->object, "apiVersion"));
    }
    return true;
}

/* A name that the API server is still to make shows as "web-*". */
static bool name_from_metadata(struct subject *subject, struct arena *arena, struct error *error)
{
    struct json_object *metadata = json_member(subject->object, "metadata");
    subject->name = json_member_text(metadata, "name");
    if (subject->name.len != 0)
        return true;
    struct text prefix = json_member_text(metadata, "generateName");
    if (prefix.len == 0)
        return true;
    char *name = arena_take(arena, prefix.len + 1, 1);
    if (name == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < prefix.len; i++)
        name[i] = prefix.ptr[i];
    name[prefix.len] = '*';
    subject->name = (struct text){name, prefix.len + 1};
    return true;
}

static bool read_names(struct subject *subject, struct json_object *request, struct arena *arena,
                       struct error *error)
{
    struct text *namespace = &subject->scope.namespace;
    if (!read_text(request, "name", "request.name", &subject->name, error) ||
        !read_text(request, "namespace", "request.namespace", namespace, error) ||
        !read_text(request, "subResource", "request.subResource", &subject->subresource, error))
        return false;
    if (namespace->len == 0)
        *namespace = json_member_text(json_member(subject->object, "metadata"), "namespace");
    return subject->name.len != 0 || name_from_metadata(subject, arena, error);
}

static bool read_groups(struct requester *requester, struct json_object *groups,
                        struct arena *arena, struct error *error)
{
    if (groups == NULL)
        return true;
    if (!json_object_is_type(groups, json_type_array))
        return wrong_type(error, "request.userInfo.groups", "a list");
    size_t count = json_object_array_length(groups);
    struct text *items = arena_take(arena, count, sizeof *items);
    if (items == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < count; i++)
        items[i] = json_text(json_object_array_get_idx(groups, i));
    requester->groups = (struct text_list){.items = items, .count = count};
    return true;
}

static bool read_requester(struct requester *requester, struct json_object *request,
                           struct arena *arena, struct error *error)
{
    struct json_object *user = NULL;
    return read_object(request, "userInfo", "request.userInfo", &user, error) &&
           read_text(user, "username", "request.userInfo.username", &requester->name, error) &&
           read_groups(requester, json_member(user, "groups"), arena, error);
}

bool review_read(struct admission *admission, struct arena *arena, struct error *error)
{
    struct json_object *request = NULL;
    struct subject *subject = &admission->subject;
    if (!read_envelope(admission, &request, error) || !read_uid(admission, request, error) ||
        !read_text(request, "operation", "request.operation", &admission->operation, error) ||
        !read_object(request, "object", "request.object", &subject->object, error) ||
        !read_object(request, "oldObject", "request.oldObject", &subject->old_object, error))
        return false;
    subject->operation = operation_of(admission->operation);
    admission->dry_run = json_object_get_boolean(json_member(request, "dryRun"));
    return read_kind(subject, request, error) && read_names(subject, request, arena, error) &&
           read_requester(&subject->requester, request, arena, error);
}
