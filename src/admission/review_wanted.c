#include "review_wanted.h"

#include "core/json_node.h"

#define WANTED(literal, wanted)                                                                    \
    {                                                                                              \
        .name = TEXT_INIT(literal), .value = (wanted)                                              \
    }

/* An API server writes request.kind before the objects. Where it does not stand there, and where
 * the object's labels are asked about, the object is wanted as a whole. */
static const struct wanted *choose_object(const void *context, struct json_object *request)
{
    const struct review_context *review = context;
    struct json_object *kind = json_member(request, "kind");
    struct text name = json_member_text(kind, "kind");
    if (review->question != ADMISSION_IMAGES || name.len == 0)
        return &wanted_whole;
    return policy_wanted(review->policy, json_member_text(kind, "group"), name);
}

static const struct wanted *choose_old_object(const void *context, struct json_object *request)
{
    static const struct wanted type_only = {NULL, 0, NULL};
    const struct review_context *review = context;
    if (review->question == ADMISSION_IMAGES && !review->wants_old_object)
        return &type_only;
    return choose_object(context, request);
}

static const struct wanted_member kind_members[] = {
    WANTED("group", &wanted_whole),
    WANTED("kind", &wanted_whole),
    WANTED("version", &wanted_whole),
};
static const struct wanted kind = {kind_members, ARRAY_LEN(kind_members), NULL};

static const struct wanted_member resource_members[] = {WANTED("resource", &wanted_whole)};
static const struct wanted resource = {resource_members, ARRAY_LEN(resource_members), NULL};

static const struct wanted_member user_members[] = {
    WANTED("username", &wanted_whole),
    WANTED("groups", &wanted_whole),
};
static const struct wanted user = {user_members, ARRAY_LEN(user_members), NULL};

static const struct wanted_member request_members[] = {
    WANTED("uid", &wanted_whole),
    WANTED("kind", &kind),
    WANTED("resource", &resource),
    WANTED("subResource", &wanted_whole),
    WANTED("name", &wanted_whole),
    WANTED("namespace", &wanted_whole),
    WANTED("operation", &wanted_whole),
    WANTED("userInfo", &user),
    {.name = TEXT_INIT("object"), .choose = choose_object},
    {.name = TEXT_INIT("oldObject"), .choose = choose_old_object},
    WANTED("dryRun", &wanted_whole),
};
static const struct wanted request = {request_members, ARRAY_LEN(request_members), NULL};

static const struct wanted_member members[] = {
    WANTED("kind", &wanted_whole),
    WANTED("apiVersion", &wanted_whole),
    WANTED("request", &request),
};
const struct wanted review_wanted = {members, ARRAY_LEN(members), NULL};

static const struct wanted_member image_review_spec_members[] = {
    WANTED("containers", &wanted_whole),
    WANTED("namespace", &wanted_whole),
};
static const struct wanted image_review_spec = {image_review_spec_members,
                                                ARRAY_LEN(image_review_spec_members), NULL};

static const struct wanted_member image_review_members[] = {
    WANTED("kind", &wanted_whole),
    WANTED("apiVersion", &wanted_whole),
    WANTED("spec", &image_review_spec),
};
const struct wanted image_review_wanted = {image_review_members, ARRAY_LEN(image_review_members),
                                           NULL};
