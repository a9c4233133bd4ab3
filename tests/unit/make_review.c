#include "make_review.h"

#include "base/escape.h"

static void put_member(struct buffer *out, const char *key, const char *json)
{
    if (json != NULL)
        buffer_printf(out, ",\"%s\":%s", key, json);
}

static void put_string_member(struct buffer *out, const char *key, const char *value)
{
    if (value == NULL)
        return;
    buffer_printf(out, ",\"%s\":", key);
    escape_for_json(out, text_from_string(value));
}

void make_review(struct buffer *out, const struct review_parts *parts)
{
    buffer_printf(out, "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\","
                       "\"request\":{\"uid\":\"705ab4f5-6393-11e8-b7cc-42010a800002\"");
    put_member(out, "kind", parts->kind);
    put_string_member(out, "operation", parts->operation != NULL ? parts->operation : "CREATE");
    put_string_member(out, "subResource", parts->subresource);
    put_string_member(out, "namespace", parts->namespace);
    put_member(out, "object", parts->object);
    put_member(out, "oldObject", parts->old_object);
    buffer_printf(out, ",\"userInfo\":{\"username\":");
    escape_for_json(out, text_from_string(parts->user != NULL ? parts->user : "jane"));
    put_member(out, "groups", parts->groups);
    buffer_printf(out, "}}}");
}
