/* Every tests/data/yaml/<case>.yaml is read to the tree in <case>.json, or refused with what stands
 * there. The trees are those of the reader that kubectl uses (sigs.k8s.io/yaml 1.6). */
#include <check.h>
#include <glob.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "document/position.h"
#include "document/yaml.h"

enum { ARENA_BYTES = 64 << 20, MAX_FILE_BYTES = 1 << 16, MAX_PATH_BYTES = 512 };

static glob_t files;

static struct text read_file(const char *path, char *bytes)
{
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    size_t len = fread(bytes, 1, MAX_FILE_BYTES, file);
    fclose(file);
    return (struct text){bytes, len};
}

static void put_result(struct buffer *out, struct text source, struct arena *positions)
{
    struct json_object *root = NULL;
    struct error error = {0};
    if (yaml_read_one(source, positions, NULL, &root, &error))
        buffer_put(out, text_from_string(json_object_to_json_string_ext(
                            root, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)));
    else
        buffer_printf(out, "error %zu:%zu: %s", error.line, error.column, error.text);
    buffer_put_char(out, '\n');
    json_object_put(root);
}

START_TEST(every_file_is_read_as_kubectl_reads_it)
{
    static char source[MAX_FILE_BYTES];
    static char wanted[MAX_FILE_BYTES];
    const char *path = files.gl_pathv[_i];
    char tree[MAX_PATH_BYTES];
    snprintf(tree, sizeof tree, "%.*s.json", (int)(strlen(path) - strlen(".yaml")), path);
    struct text yaml = read_file(path, source);
    struct text want = read_file(tree, wanted);
    struct arena positions;
    arena_init(&positions, ARENA_BYTES);
    struct buffer plain = {0};
    struct buffer placed = {0};
    put_result(&plain, yaml, NULL);
    put_result(&placed, yaml, &positions);
    ck_assert_msg(text_equal(buffer_text(&plain), want), "%s: got %.*s", path,
                  TEXT_ARGS(buffer_text(&plain)));
    ck_assert_msg(text_equal(buffer_text(&placed), want), "%s: with positions %.*s", path,
                  TEXT_ARGS(buffer_text(&placed)));
    buffer_release(&plain);
    buffer_release(&placed);
    arena_release(&positions);
}
END_TEST

START_TEST(every_beginning_of_a_file_is_read_or_refused)
{
    static char source[MAX_FILE_BYTES];
    struct text yaml = read_file(files.gl_pathv[_i], source);
    for (size_t len = 0; len < yaml.len; len++) {
        struct buffer result = {0};
        put_result(&result, text_slice(yaml, 0, len), NULL);
        ck_assert(!result.failed);
        buffer_release(&result);
    }
}
END_TEST

static bool is_refused(struct text source, enum error_kind kind)
{
    struct json_object *root = NULL;
    struct error error = {0};
    bool done = yaml_read_one(source, NULL, NULL, &root, &error);
    json_object_put(root);
    return !done && error.kind == kind && error.line != 0;
}

START_TEST(aliases_cannot_take_all_memory)
{
    struct buffer bomb = {0};
    buffer_put(&bomb, TEXT("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"));
    for (int i = 1; i < 12; i++)
        buffer_printf(&bomb, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n", i, i, i - 1,
                      i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    ck_assert(is_refused(buffer_text(&bomb), ERROR_LIMIT));
    buffer_release(&bomb);
}
END_TEST

START_TEST(nesting_has_a_limit)
{
    struct buffer deep = {0};
    for (int i = 0; i < 10000; i++)
        buffer_put_char(&deep, '[');
    ck_assert(is_refused(buffer_text(&deep), ERROR_LIMIT));
    buffer_release(&deep);
}
END_TEST

START_TEST(documents_come_one_by_one_with_their_lines)
{
    struct text stream = TEXT("a: 1\n---\n---\nb: 2\n...\n---\n# nothing\n");
    static const size_t lines[] = {1, 2, 3, 6};
    struct yaml_reader *reader = yaml_reader_new(stream, NULL, NULL);
    struct json_object *root = NULL;
    struct error error = {0};
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        ck_assert_int_eq(yaml_reader_next(reader, &root, &error), YAML_DOCUMENT);
        ck_assert_uint_eq(yaml_reader_line(reader), lines[i]);
        ck_assert((root != NULL) == (i % 2 == 0));
        json_object_put(root);
    }
    ck_assert_int_eq(yaml_reader_next(reader, &root, &error), YAML_END);
    yaml_reader_free(reader);
}
END_TEST

START_TEST(nodes_know_where_they_stand)
{
    struct text source = TEXT("a:\n  - image: x\n    \"k\": \"\xc3\xa9\xc3\xa9\" # c\n");
    struct arena positions;
    struct json_object *root = NULL;
    arena_init(&positions, ARENA_BYTES);
    ck_assert(yaml_read_one(source, &positions, NULL, &root, NULL));
    struct json_object *item = json_object_array_get_idx(json_object_object_get(root, "a"), 0);
    struct position at = position_of_member(item, "image");
    ck_assert_uint_eq(at.line, 2);
    ck_assert_uint_eq(at.column, 12);
    at = position_of_key(item, "k");
    ck_assert_uint_eq(at.line, 3);
    ck_assert_uint_eq(at.column, 5);
    json_object_put(root);
    arena_release(&positions);
}
END_TEST

int main(void)
{
    const char *data = getenv("RG_TEST_DATA");
    char pattern[MAX_PATH_BYTES];
    snprintf(pattern, sizeof pattern, "%s/yaml/*.yaml", data != NULL ? data : "tests/data");
    if (glob(pattern, 0, NULL, &files) != 0) {
        fprintf(stderr, "%s: no file\n", pattern);
        return EXIT_FAILURE;
    }
    Suite *suite = suite_create("yaml");
    TCase *tcase = tcase_create("reader");
    tcase_add_loop_test(tcase, every_file_is_read_as_kubectl_reads_it, 0, (int)files.gl_pathc);
    tcase_add_loop_test(tcase, every_beginning_of_a_file_is_read_or_refused, 0,
                        (int)files.gl_pathc);
    tcase_add_test(tcase, aliases_cannot_take_all_memory);
    tcase_add_test(tcase, nesting_has_a_limit);
    tcase_add_test(tcase, documents_come_one_by_one_with_their_lines);
    tcase_add_test(tcase, nodes_know_where_they_stand);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    globfree(&files);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
