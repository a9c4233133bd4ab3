/* What a user of the library writes: judges one image by the default policy.
 *   cc judge_image.c $(pkg-config --cflags --libs release-gate)
 *   ./a.out production ghcr.io/power-edge/power-edge:v1.2.3 */
#include <json-c/json.h>
#include <stdio.h>

#include "base/buffer.h"
#include "core/gate.h"
#include "core/message.h"

/* A pod with nothing but the image. */
static struct json_object *pod_of(const char *image)
{
    struct json_object *container = json_object_new_object();
    struct json_object *containers = json_object_new_array();
    struct json_object *spec = json_object_new_object();
    struct json_object *pod = json_object_new_object();
    json_object_object_add(container, "name", json_object_new_string("app"));
    json_object_object_add(container, "image", json_object_new_string(image));
    json_object_array_add(containers, container);
    json_object_object_add(spec, "containers", containers);
    json_object_object_add(pod, "spec", spec);
    return pod;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: %s ENVIRONMENT IMAGE\n", argv[0]);
        return 2;
    }
    struct error error = {0};
    struct policy *policy = policy_new_default(&error);
    struct json_object *pod = pod_of(argv[2]);
    struct subject subject = {
        .operation = OPERATION_CREATE,
        .kind = TEXT("Pod"),
        .name = TEXT("web"),
        .scope = {.environment = text_from_string(argv[1])},
        .object = pod,
    };
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct verdict verdict = {0}; /* zero denies */
    if (policy != NULL && gate_judge(policy, &subject, &arena, &verdict, &error))
        printf("%s\n", verdict_decision_name(&verdict));
    else
        fprintf(stderr, "%s\n", error.text);
    bool allowed = verdict.allowed;
    arena_release(&arena);
    json_object_put(pod);
    policy_free(policy);
    return allowed ? 0 : 1;
}
