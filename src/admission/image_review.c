#include "image_review.h"

#include "core/json_node.h"

static bool has_text(struct json_object *object, const char *key, struct text value)
{
    return text_equal(json_member_text(object, key), value);
}

bool image_review_read(struct admission *admission, struct arena *arena, struct error *error)
{
    (void)arena;
    struct json_object *tree = admission->tree;
    struct subject *subject = &admission->subject;
    if (!json_object_is_type(tree, json_type_object) ||
        !has_text(tree, "kind", TEXT("ImageReview")))
        return error_set(error, ERROR_VALUE, "the body is not an ImageReview");
    if (!has_text(tree, "apiVersion", TEXT("imagepolicy.k8s.io/v1alpha1")))
        return error_set(error, ERROR_VALUE, "apiVersion is not imagepolicy.k8s.io/v1alpha1");
    struct json_object *spec_node = json_member(tree, "spec");
    struct json_object *namespace = json_member(spec_node, "namespace");
    if (spec_node == NULL || !json_object_is_type(spec_node, json_type_object))
        return error_set(error, ERROR_VALUE, "spec is not an object");
    if (namespace != NULL && !json_object_is_type(namespace, json_type_string))
        return error_set(error, ERROR_VALUE, "spec.namespace is not a string");
    /* The review's own, where a text with repeated keys was read as a whole; not those of the Pod.
     */
    json_object_object_del(tree, "metadata");
    admission->api_version = json_member_text(tree, "apiVersion");
    admission->operation = TEXT("CREATE");
    subject->operation = OPERATION_CREATE;
    subject->kind = TEXT("Pod");
    subject->resource = TEXT("pods");
    subject->scope.namespace = json_text(namespace);
    subject->object = tree;
    return true;
}
