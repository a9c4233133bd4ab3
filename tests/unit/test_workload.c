/* Where images stand in an object, by path and in order. */
#include <check.h>
#include <json-c/json.h>

#include "base/buffer.h"
#include "core/workload.h"
#include "put_image_uses.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 20 };

#define PLACE(place_sort, place_path)                                                              \
    {                                                                                              \
        .sort = (place_sort), .path = TEXT_INIT(place_path)                                        \
    }
#define KIND(array)                                                                                \
    {                                                                                              \
        .places = (array), .place_count = ARRAY_LEN(array)                                         \
    }

static const struct kind_place tasks[] = {PLACE(PLACE_POD_SPEC, "spec.tasks[].template.spec")};
static const struct kind_place roles[] = {PLACE(PLACE_POD_SPEC, "spec.replicas.*.template.spec")};
static const struct kind_place fields[] = {PLACE(PLACE_IMAGE, "spec.image"),
                                           PLACE(PLACE_IMAGE, "spec.images[]"),
                                           PLACE(PLACE_IMAGE, "spec.map.*.image")};
static const struct kind_place nested[] = {PLACE(PLACE_IMAGE, "spec.steps[][].image")};
static const struct kind_place root[] = {PLACE(PLACE_OVERRIDES, "")};

static const struct kind by_list = KIND(tasks);
static const struct kind by_map = KIND(roles);
static const struct kind by_field = KIND(fields);
static const struct kind by_nested_list = KIND(nested);
static const struct kind overrides = KIND(root);
static const struct kind strict_list = {
    .places = tasks,
    .place_count = ARRAY_LEN(tasks),
    .requires_image = true,
};
static const struct kind searched = {
    .places = tasks,
    .place_count = ARRAY_LEN(tasks),
    .is_searched = true,
};

/* A line for each use: its path, '=', and the image; or a blank and the problem. */
static const struct row {
    const char *what;
    const struct kind *kind; /* NULL: look for what is like a pod spec */
    const char *object;
    const char *uses;
} rows[] = {
    {"a list of pod specs", &by_list,
     "{'spec':{'tasks':[{'template':{'spec':{'containers':[{'image':'a'}]}}},{},"
     "{'template':{'spec':{'containers':[{'image':'b'}]}}}]}}",
     "spec.tasks[0].template.spec.containers[0].image=a\n"
     "spec.tasks[2].template.spec.containers[0].image=b\n"},
    {"a map of pod specs", &by_map,
     "{'spec':{'replicas':{'ps':{'template':{'spec':{'containers':[{'image':'a'}]}}},"
     "'worker':{'template':{'spec':{'initContainers':[{'image':'b'}]}}}}}}",
     "spec.replicas.ps.template.spec.containers[0].image=a\n"
     "spec.replicas.worker.template.spec.initContainers[0].image=b\n"},
    {"fields that are images", &by_field,
     "{'spec':{'image':'a','images':['b','c'],'map':{'x':{'image':'d'},'y':{}}}}",
     "spec.image=a\nspec.images[0]=b\nspec.images[1]=c\nspec.map.x.image=d\n"},
    {"fields that are not strings", &by_field, "{'spec':{'image':1.1,'images':'b','map':[]}}",
     "spec.image is the number 1.1, not a string: quote it\nspec.images is not a list\nspec.map is not an object\n"},
    {"an image that is an object is a chart's", &by_field,
     "{'spec':{'image':{'repository':'a','tag':'b'}}}", ""},
    {"a list of lists", &by_nested_list,
     "{'spec':{'steps':[[{'image':'a'},{'image':'b'}],[],[{'image':'c'}],{'image':'d'}]}}",
     "spec.steps[0][0].image=a\nspec.steps[0][1].image=b\nspec.steps[2][0].image=c\n"
     "spec.steps[3] is not a list\n"},
    {"what a place leads to is not found again by a search", &searched,
     "{'spec':{'x':{'containers':[{'image':'a'}]},"
     "'tasks':[{'template':{'spec':{'containers':[{'image':'b','y':{'containers':[{'image':'c'}]}}]}"
     "}}]}}",
     "spec.tasks[0].template.spec.containers[0].image=b\nspec.x.containers[0].image=a\n"
     "spec.tasks[0].template.spec.containers[0].y.containers[0].image=c\n"},
    {"what is missing is a problem where images are required", &strict_list, "{'spec':{}}",
     "spec.tasks is missing\n"},
    {"nothing is missing where images are not required", &by_list, "{}", ""},
    {"null is missing", &strict_list, "{'spec':{'tasks':null}}", "spec.tasks is missing\n"},
    {"the root is not an object", &strict_list, "[]", " is not an object\n"},
    {"a search finds pod specs in lists of lists", NULL,
     "{'steps':[[{'containers':[{'name':'no image'}]},{'initContainers':[{'image':'a'}]}]]}",
     "steps[0][1].initContainers[0].image=a\n"},
    {"a search finds pod specs inside of pod specs", NULL,
     "{'a':{'containers':[{'image':'x','b':{'containers':[{'image':'y'}]}}]}}",
     "a.containers[0].image=x\na.containers[0].b.containers[0].image=y\n"},
    {"a search skips metadata and status of the root only", NULL,
     "{'metadata':{'containers':[{'image':'a'}]},'status':{'containers':[{'image':'b'}]},"
     "'spec':{'status':{'containers':[{'image':'c'}]}}}",
     "spec.status.containers[0].image=c\n"},
    {"the root itself may look like a pod spec", NULL, "{'containers':[{'image':'a'}]}",
     "containers[0].image=a\n"},
    {"a search reports numbers in place of images", NULL, "{'a':{'containers':[{'image':1}]}}",
     "a.containers[0].image is the number 1, not a string: quote it\n"},
    {"volumes without an image are none", NULL,
     "{'containers':[{'image':'a'}],'volumes':[{'rbd':{'image':'x'}},{'image':{'reference':'b'}},"
     "{'image':{}},{'image':'c'}]}",
     "containers[0].image=a\nvolumes[1].image.reference=b\n"
     "volumes[3].image.reference is not an object\n"},
    {"kustomize's image overrides", &overrides,
     "{'images':[{'name':'a','newTag':'v1'},{'name':'a','newName':'b','digest':'sha256:0'},"
     "{'name':'a','newName':'b'},{'name':'a','newTag':1.1},{'name':'a','newTag':'v1','digest':'d'}]}",
     "images[0].newTag=a:v1\nimages[1].newTag=b@sha256:0\n"
     "images[3].newTag is the number 1.1, not a string: quote it\nimages[4].newTag=a:v1@d\n"},
};

START_TEST(every_image_is_found_where_it_stands)
{
    const struct row *row = &rows[_i];
    struct json_object *object = json_tokener_parse(row->object);
    ck_assert_msg(object != NULL, "%s: bad JSON in the test", row->what);
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    struct image_uses uses;
    ck_assert(workload_images(object, row->kind, NULL, &arena, &uses));
    struct buffer got = {0};
    put_image_uses(&got, &uses);
    ck_assert_msg(text_equal(buffer_text(&got), text_from_string(row->uses)), "%s: got\n%.*s",
                  row->what, TEXT_ARGS(buffer_text(&got)));
    buffer_release(&got);
    arena_release(&arena);
    json_object_put(object);
}
END_TEST

static const struct {
    struct text path;
    bool valid;
} paths[] = {
    {TEXT_INIT("spec"), true},         {TEXT_INIT("spec.tasks[].template.spec"), true},
    {TEXT_INIT("spec.*.spec"), true},  {TEXT_INIT(""), false},
    {TEXT_INIT("spec."), false},       {TEXT_INIT(".spec"), false},
    {TEXT_INIT("spec..tasks"), false}, {TEXT_INIT("spec.tasks[0]"), false},
    {TEXT_INIT("spec.[]"), false},     {TEXT_INIT("spec\0.x"), false},
    {TEXT_INIT("spec.a[][].b"), true}, {TEXT_INIT("spec.a[]b"), false},
};

START_TEST(a_path_is_names_lists_and_wildcards)
{
    struct error error = {0};
    ck_assert_msg(kind_path_check(paths[_i].path, &error) == paths[_i].valid, "\"%.*s\"",
                  TEXT_ARGS(paths[_i].path));
    ck_assert_int_eq(error.kind, paths[_i].valid ? ERROR_NONE : ERROR_VALUE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("workload");
    TCase *tcase = tcase_create("images");
    tcase_add_loop_test(tcase, every_image_is_found_where_it_stands, 0, (int)ARRAY_LEN(rows));
    tcase_add_loop_test(tcase, a_path_is_names_lists_and_wildcards, 0, (int)ARRAY_LEN(paths));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
