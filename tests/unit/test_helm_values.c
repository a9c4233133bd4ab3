/* Which images Helm values and parameters name, and what only looks like one. */
#include <check.h>
#include <json-c/json.h>

#include "base/buffer.h"
#include "core/workload.h"
#include "put_image_uses.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 20 };

#define DIGEST "sha256:0000000000000000000000000000000000000000000000000000000000000000"

static const struct kind_place places[] = {
    {.sort = PLACE_VALUES, .path = TEXT_INIT("v")},
    {.sort = PLACE_PARAMETERS, .path = TEXT_INIT("p")},
};
static const struct kind helm = {
    .places = places, .place_count = ARRAY_LEN(places), .is_searched = true};

/* A line for each use: its path, '=', and the image; or a blank and the problem. */
static const struct row {
    const char *what;
    const char *object;
    const char *uses;
} rows[] = {
    {"a reference", "{'v':{'image':'ghcr.io/a/b:v1'}}", "v.image=ghcr.io/a/b:v1\n"},
    {"a reference without a tag has the chart's", "{'v':{'image':'nginx'}}", ""},
    {"a reference by digest", "{'v':{'image':'a@" DIGEST "'}}", "v.image=a@" DIGEST "\n"},
    {"a name that ends with Image", "{'v':{'sidecarImage':'a:v1','side_image':'b:v2'}}",
     "v.sidecarImage=a:v1\nv.side_image=b:v2\n"},
    {"parts", "{'v':{'image':{'registry':'ghcr.io','repository':'a/b','tag':'v1'}}}",
     "v.image.tag=ghcr.io/a/b:v1\n"},
    {"parts with a name in place of a repository", "{'v':{'image':{'name':'a','tag':'v1'}}}",
     "v.image.tag=a:v1\n"},
    {"only a tag", "{'v':{'image':{'tag':'v1'}}}", "v.image.tag=image:v1\n"},
    {"an empty tag is the chart's", "{'v':{'image':{'repository':'a','tag':''}}}", ""},
    {"no tag is the chart's", "{'v':{'image':{'repository':'a','pullPolicy':'Always'}}}", ""},
    {"null is no tag", "{'v':{'image':{'repository':'a','tag':null}}}", ""},
    {"a whole reference as the repository", "{'v':{'image':{'repository':'a:main','tag':''}}}",
     "v.image=a:main\n"},
    {"digest in the tag", "{'v':{'image':{'repository':'a','tag':'v1@" DIGEST "'}}}",
     "v.image.tag=a:v1@" DIGEST "\n"},
    {"digest beside the tag", "{'v':{'image':{'repository':'a','tag':'v1','digest':'" DIGEST "'}}}",
     "v.image.tag=a:v1@" DIGEST "\n"},
    {"only a digest", "{'v':{'image':{'repository':'a','digest':'" DIGEST "'}}}",
     "v.image=a@" DIGEST "\n"},
    {"numbers are tags", "{'v':{'image':{'repository':'a','tag':8},'b':{'image':{'tag':1.5}}}}",
     "v.image.tag=a:8\nv.b.image.tag=image:1.5\n"},
    {"repository and tag anywhere", "{'v':{'web':{'repository':'a','tag':'v1'}}}",
     "v.web.tag=a:v1\n"},
    {"a tag beside the image", "{'v':{'web':{'image':'a','tag':'v1'}}}", "v.web.image=a:v1\n"},
    {"a tag beside an image that has one", "{'v':{'image':'a:v1','tag':'v2'}}", "v.image=a:v1\n"},
    {"imageTag",
     "{'v':{'image':'a','imageTag':'v1','webImage':{'repository':'b'},"
     "'webImageTag':'v2','otherImageTag':'v3'}}",
     "v.imageTag=a:v1\nv.webImageTag=b:v2\nv.otherImageTag=image:v3\n"},
    {"a mapping of images",
     "{'v':{'images':{'a':'x/a:v1','b':{'repository':'x/b','tag':'v2'},'c':{'tag':'v3'}}}}",
     "v.images.a=x/a:v1\nv.images.b.tag=x/b:v2\nv.images.c.tag=image:v3\n"},
    {"a list of images", "{'v':{'images':['a:v1','b',{'name':'c','tag':'v2'}]}}",
     "v.images[0]=a:v1\nv.images[2].tag=c:v2\n"},
    {"images in images", "{'v':{'image':{'web':{'repository':'a','tag':'v1'},'tag':'v2'}}}",
     "v.image.tag=image:v2\nv.image.web.tag=a:v1\n"},
    {"containers, once", "{'v':{'extra':{'containers':[{'name':'c','image':'a:v1'}]}}}",
     "v.extra.containers[0].image=a:v1\n"},
    {"blanks around", "{'v':{'image':{'repository':' a ','tag':' v1 '}}}", "v.image.tag=a:v1\n"},
    {"placeholders", "{'v':{'image':'{{ .Values.x }}','b':{'image':{'tag':'${TAG}'}}}}",
     "v.image={{ .Values.x }}\nv.b.image.tag=image:${TAG}\n"},

    {"URLs and pictures are none",
     "{'v':{'backgroundImage':'https://a/b.png:8','logoImage':'logo.png','image':'data:image/png'}}",
     ""},
    {"repositories of Git and Helm are none",
     "{'v':{'git':{'repository':'https://a/b','tag':'v1'},'x':{'repository':'git@a:b','tag':'v1'},"
     "'y':{'repository':'oci://a/b','tag':'v1'}}}",
     ""},
    {"a registry with a port is none",
     "{'v':{'image':{'registry':'localhost:5000'},'images':{'registry':'localhost:5000'}}}", ""},
    {"other names are none",
     "{'v':{'imagePullPolicy':'a:b','imagePullSecrets':['a:b'],'tag':'v1','address':'host:80',"
     "'command':['a:b']}}",
     ""},
    {"volumes of Ceph are none", "{'v':{'rbd':{'image':'disk','pool':'x'}}}", ""},
    {"a tag of something else is none", "{'v':{'git':{'tag':'main'},'repo':'a','version':'main'}}",
     ""},

    {"parameters",
     "{'p':[{'name':'image.tag','value':'v1'},{'name':'web.image.repository','value':'a'},"
     "{'name':'web.image.tag','value':'v2'},{'name':'image','value':'b:v3'},"
     "{'name':'c.sideImage','value':'d'},{'name':'c.sideImageTag','value':'v4'},"
     "{'name':'imageTag','value':'of a whole reference'},"
     "{'name':'db.repository','value':'e'},{'name':'db.registry','value':'r.io'},"
     "{'name':'db.tag','value':'v5'}]}",
     "p[0].value=image:v1\np[2].value=a:v2\np[3].value=b:v3\np[5].value=d:v4\np[9].value=r.io/e:v5\n"},
    {"parameters by digest",
     "{'p':[{'name':'a.image.digest','value':'" DIGEST "'},{'name':'b.image.tag','value':'v1'},"
     "{'name':'b.image.digest','value':'" DIGEST "'}]}",
     "p[0].value=image@" DIGEST "\np[1].value=image:v1\n"},
    {"parameters that are none",
     "{'p':[{'name':'git.tag','value':'main'},{'name':'tag','value':'main'},"
     "{'name':'image.pullPolicy','value':'Always'},{'name':'image.tag','value':''},"
     "{'name':'image.tag'},{},'x',{'name':'a.image','value':'https://x/y:1'}]}",
     ""},
    {"what is of another type", "{'v':'x','p':{}}", "v is not an object\np is not a list\n"},
};

START_TEST(values_name_the_images_that_they_do)
{
    const struct row *row = &rows[_i];
    struct json_object *object = json_tokener_parse(row->object);
    ck_assert_msg(object != NULL, "%s: bad JSON in the test", row->what);
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    struct image_uses uses;
    struct buffer got = {0};
    ck_assert(workload_images(object, &helm, NULL, &arena, &uses));
    put_image_uses(&got, &uses);
    ck_assert_msg(text_equal(buffer_text(&got), text_from_string(row->uses)), "%s: got\n%.*s",
                  row->what, TEXT_ARGS(buffer_text(&got)));
    buffer_release(&got);
    arena_release(&arena);
    json_object_put(object);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("helm values");
    TCase *tcase = tcase_create("images");
    tcase_add_loop_test(tcase, values_name_the_images_that_they_do, 0, (int)ARRAY_LEN(rows));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
