/* kubectl's reading of odd files: where it reads an image that we do not read, that is a way past
 * the gate. What it reads was written down by tests/integration/check_kubectl.sh. */
#include <check.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "core/kind.h"
#include "core/workload.h"
#include "data_files.h"
#include "document/manifest.h"
#include "manifest_files.h"
#include "run_suite.h"

enum { ARENA_BYTES = 64 << 20, PATH_BYTES = 512 };

static glob_t odd_files;

/* The node of an image that is null or missing is its container. */
static struct json_object *image_of(const struct image_use *use)
{
    return json_object_object_get_ex(use->node, "name", NULL) ? NULL : use->node;
}

static void add_images(struct json_object *list, struct json_object *object)
{
    struct arena arena;
    struct image_uses uses;
    arena_init(&arena, ARENA_BYTES);
    ck_assert(
        workload_images(object, kind_find_built_in(TEXT(""), TEXT("Pod")), NULL, &arena, &uses));
    for (size_t i = 0; i < uses.count; i++)
        json_object_array_add(list, json_object_get(image_of(&uses.items[i])));
    arena_release(&arena);
}

/* ["app:edge"], followed by " error" if not all could be read. */
static void put_image_list(struct buffer *out, struct text bytes, const char *name)
{
    struct manifest_reader *reader = manifest_reader_new(bytes, text_from_string(name));
    struct json_object *list = json_object_new_array();
    enum manifest_result found;
    bool is_whole = true;
    do {
        struct manifest manifest;
        found = manifest_reader_next(reader, &manifest, NULL, NULL);
        is_whole = is_whole && found != MANIFEST_FAILED;
        if (found == MANIFEST_OBJECT && text_equal(manifest.kind, TEXT("Pod")))
            add_images(list, manifest.object);
    } while (found != MANIFEST_END);
    const char *json = json_object_to_json_string_ext(list, JSON_C_TO_STRING_PLAIN |
                                                                JSON_C_TO_STRING_NOSLASHESCAPE);
    buffer_printf(out, "%s%s", json, is_whole ? "" : " error");
    json_object_put(list);
    manifest_reader_free(reader);
}

static const char *base_name(const char *path)
{
    return strrchr(path, '/') + 1;
}

static void path_beside(char *path, const char *name)
{
    const char *data = getenv("RG_TEST_DATA");
    snprintf(path, PATH_BYTES, "%s/manifests/%s", data != NULL ? data : "tests/data", name);
}

START_TEST(odd_files_are_read_as_before)
{
    struct buffer got = {0};
    char path[PATH_BYTES];
    for (size_t i = 0; i < odd_files.gl_pathc; i++) {
        const char *name = base_name(odd_files.gl_pathv[i]);
        struct buffer bytes = manifest_file_read(odd_files.gl_pathv[i]);
        buffer_printf(&got, "%s: ", name);
        put_image_list(&got, buffer_text(&bytes), name);
        buffer_put_char(&got, '\n');
        buffer_release(&bytes);
    }
    path_beside(path, "read-by-us.txt");
    manifest_file_expect(path, buffer_text(&got));
    buffer_release(&got);
}
END_TEST

/* The line's rest behind "NAME: ". */
static struct text line_of(struct text lines, struct text name)
{
    while (lines.len != 0) {
        struct text line = text_cut(&lines, '\n');
        if (text_starts_with(line, name) &&
            text_starts_with(text_slice(line, name.len, line.len), TEXT(": ")))
            return text_slice(line, name.len + 2, line.len);
    }
    return (struct text){0};
}

static struct json_object *list_in(struct text line)
{
    char copy[4096];
    snprintf(copy, sizeof copy, "%.*s", TEXT_ARGS(line));
    struct json_tokener *tokener = json_tokener_new();
    struct json_object *list = json_tokener_parse_ex(tokener, copy, (int)strlen(copy));
    json_tokener_free(tokener);
    ck_assert_msg(json_object_is_type(list, json_type_array), "no list: %s", copy);
    return list;
}

static bool holds(struct json_object *list, struct json_object *image)
{
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        if (json_object_equal(json_object_array_get_idx(list, i), image))
            return true;
    }
    return false;
}

/* What we refuse to read is no way past us. */
static void check_that_we_know(struct text theirs, struct text ours, const char *name)
{
    struct json_object *their_list = list_in(theirs);
    struct json_object *our_list = list_in(ours);
    bool is_refused = text_ends_with(ours, TEXT("error"));
    for (size_t i = 0; i < json_object_array_length(their_list); i++) {
        struct json_object *image = json_object_array_get_idx(their_list, i);
        ck_assert_msg(is_refused || image == NULL || holds(our_list, image),
                      "%s: kubectl reads %.*s, we read %.*s", name, TEXT_ARGS(theirs),
                      TEXT_ARGS(ours));
    }
    json_object_put(their_list);
    json_object_put(our_list);
}

START_TEST(kubectl_reads_no_image_that_we_do_not)
{
    char path[PATH_BYTES];
    path_beside(path, "read-by-kubectl.txt");
    struct buffer theirs = manifest_file_read(path);
    path_beside(path, "read-by-us.txt");
    struct buffer ours = manifest_file_read(path);
    for (size_t i = 0; i < odd_files.gl_pathc; i++) {
        const char *name = base_name(odd_files.gl_pathv[i]);
        check_that_we_know(line_of(buffer_text(&theirs), text_from_string(name)),
                           line_of(buffer_text(&ours), text_from_string(name)), name);
    }
    buffer_release(&theirs);
    buffer_release(&ours);
}
END_TEST

int main(void)
{
    data_files_find("manifests/kubectl/*", &odd_files);
    Suite *suite = suite_create("manifest as kubectl");
    TCase *tcase = tcase_create("odd files");
    tcase_add_test(tcase, odd_files_are_read_as_before);
    tcase_add_test(tcase, kubectl_reads_no_image_that_we_do_not);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    globfree(&odd_files);
    return status;
}
