/* Lists read object by object, wherever the bytes are cut. */
#include <check.h>
#include <string.h>

#include "base/buffer.h"
#include "document/manifest_stream.h"
#include "run_suite.h"

/* Hands out the text in pieces. */
struct pieces {
    struct text rest;
    size_t size;
};

static bool read_piece(void *closure, char *bytes, size_t size, size_t *got, struct error *error)
{
    struct pieces *pieces = closure;
    (void)error;
    *got = pieces->size < size ? pieces->size : size;
    *got = pieces->rest.len < *got ? pieces->rest.len : *got;
    if (*got != 0)
        memcpy(bytes, pieces->rest.ptr, *got);
    pieces->rest = text_slice(pieces->rest, *got, pieces->rest.len);
    return true;
}

#define POD(name)                                                                                  \
    "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"" name "\"}}"
#define BARE(name) "{\"metadata\": {\"name\": \"" name "\"}}"

/* What comes: "kind name" of each object, "!" for what failed. */
static const struct {
    const char *json;
    const char *want;
} texts[] = {
    {"", ""},
    {" \n", ""},
    {POD("a"), "Pod a;"},
    {POD("a") "\n" POD("b"), "Pod a;Pod b;"},
    {"{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[]}", ""},
    {"{\"apiVersion\":\"v1\",\"items\":[" POD("a") " ,\n" POD("b") "],\"kind\":\"List\"}",
     "Pod a;Pod b;"},
    {"{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[" BARE("a") "]}",
     "Pod a;"},
    {"{\"items\":[" BARE("a") "],\"kind\":\"PodList\",\"apiVersion\":\"v1\"}", "!"},
    /* "items" elsewhere is not the list's. */
    {"{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\",\"items\":[1]}}",
     "ConfigMap a;"},
    {"{\"kind\":\"X\",\"apiVersion\":\"v1\",\"a\":\"items\",\"metadata\":{\"name\":\"{[\\\"}\\\\\"}}",
     "X {[\"}\\;"},
    /* kubectl's decoder takes any case, and the last of two; nothing may be hidden. */
    {"{\"kind\":\"List\",\"apiVersion\":\"v1\",\"Items\":[" POD("a") "],\"items\":[" POD("b") "]}",
     "Pod a;Pod b;"},
    {"{\"kind\":\"List\",\"apiVersion\":\"v1\",\"\\u0069tems\":[" POD("a") "]}", "!"},
    {"{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[" POD(
         "a") "]}]}",
     "!"},
    /* One that is wrong does not hide the others. */
    {"{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{\"kind\":7}," POD("a") "]}", "!Pod a;"},
    {"{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{\"a\":tru}," POD("a") "]}", "!Pod a;"},
    {"{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[7]}", "!"},
    {"{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[" POD("a"), "Pod a;!"},
    {"{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[" POD("a") "],", "Pod a;!"},
    {"{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[" POD("a") "],\"x\":tru}", "Pod a;!"},
    {"{\"kind\":\"Pod\"", "!"},
    {"[" POD("a") "]", "!"},
    {"kind: Pod", "!"},
};

static const size_t sizes[] = {1, 2, 7, 64, 1 << 20};

static void put_objects(const char *json, size_t size, struct buffer *out)
{
    struct pieces pieces = {text_from_string(json), size};
    struct manifest_source source = {read_piece, &pieces};
    struct manifest_stream *stream = manifest_stream_new(&source, TEXT("list.json"));
    ck_assert_ptr_nonnull(stream);
    enum manifest_result found = MANIFEST_OBJECT;
    while (found != MANIFEST_END) {
        struct manifest manifest;
        struct error error = {0};
        found = manifest_stream_next(stream, &manifest, &error);
        if (found == MANIFEST_OBJECT)
            buffer_printf(out, "%.*s %.*s;", TEXT_ARGS(manifest.kind), TEXT_ARGS(manifest.name));
        if (found == MANIFEST_FAILED) {
            ck_assert_str_eq(error.source, "list.json");
            ck_assert_int_ne(error.text[0], '\0');
            buffer_put_char(out, '!');
        }
    }
    manifest_stream_free(stream);
}

START_TEST(objects_come_wherever_the_bytes_are_cut)
{
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        struct buffer out = {0};
        put_objects(texts[_i].json, sizes[i], &out);
        ck_assert_msg(text_equal(buffer_text(&out), text_from_string(texts[_i].want)),
                      "%s in pieces of %zu: got %.*s, want %s", texts[_i].json, sizes[i],
                      TEXT_ARGS(buffer_text(&out)), texts[_i].want);
        buffer_release(&out);
    }
}
END_TEST

START_TEST(an_object_stands_at_its_line)
{
    struct pieces pieces = {
        text_from_string(
            "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[\n" POD("a") ",\n" POD("b") "]}"),
        3};
    struct manifest_source source = {read_piece, &pieces};
    struct manifest_stream *stream = manifest_stream_new(&source, TEXT("list.json"));
    for (size_t line = 2; line <= 3; line++) {
        struct manifest manifest;
        ck_assert_int_eq(manifest_stream_next(stream, &manifest, NULL), MANIFEST_OBJECT);
        ck_assert_uint_eq(manifest.line, line);
    }
    manifest_stream_free(stream);
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("manifest stream");
    TCase *stream = tcase_create("stream");
    tcase_add_loop_test(stream, objects_come_wherever_the_bytes_are_cut, 0, ARRAY_LEN(texts));
    tcase_add_test(stream, an_object_stands_at_its_line);
    suite_add_tcase(suite, stream);
    return suite;
}

int main(void)
{
    return run_suite(make_suite());
}
