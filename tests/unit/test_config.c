/* Every file in tests/data/config: valid/CASE.yaml has CASE.view, the effective settings;
 * invalid/CASE.yaml has CASE.error, a line for each error. A new case is a new file. */
#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "data_files.h"
#include "run_suite.h"

/* A prime: the cuts fall into every kind of place without taking a minute. */
enum { CUT_STEP_BYTES = 7 };

enum { MAX_ERRORS = 100, MAX_FILE_BYTES = 1 << 20, MAX_PATH_BYTES = 512, MAX_ERROR_BYTES = 1024 };

static glob_t valid_files;
static glob_t invalid_files;

struct file {
    char *bytes;
    size_t len;
};

static struct text text_of(const struct file *file)
{
    return (struct text){file->bytes, file->len};
}

static struct file read_file(const char *path)
{
    struct file file = {calloc(1, MAX_FILE_BYTES), 0};
    FILE *stream = fopen(path, "rb");
    ck_assert_msg(stream != NULL, "cannot open %s", path);
    file.len = fread(file.bytes, 1, MAX_FILE_BYTES - 1, stream);
    fclose(stream);
    return file;
}

static struct file read_beside(const char *path, const char *ending)
{
    char other[MAX_PATH_BYTES];
    snprintf(other, sizeof other, "%.*s%s", (int)(strlen(path) - strlen(".yaml")), path, ending);
    return read_file(other);
}

static struct config *parse(struct text bytes, const char *path, struct buffer *lines)
{
    struct error_list errors;
    const char *name = strrchr(path, '/') + 1;
    error_list_init(&errors, MAX_ERRORS);
    struct config *config = config_parse(bytes, name, NULL, 0, &errors);
    for (size_t i = 0; i < errors.count; i++) {
        char line[MAX_ERROR_BYTES];
        error_format(&errors.items[i], line, sizeof line);
        buffer_printf(lines, "%s\n", line);
    }
    ck_assert_msg((config == NULL) == (errors.count != 0), "%s: a config or errors", path);
    error_list_release(&errors);
    return config;
}

static void assert_same(const char *path, const struct buffer *got, struct text want)
{
    ck_assert_msg(text_equal(buffer_text(got), want), "%s: want\n%.*s\ngot\n%.*s", path,
                  TEXT_ARGS(want), TEXT_ARGS(buffer_text(got)));
}

static void put_view_of(struct text bytes, const char *path, struct buffer *view)
{
    struct buffer lines = {0};
    struct config *config = parse(bytes, path, &lines);
    ck_assert_msg(config != NULL, "%s: %.*s", path, TEXT_ARGS(buffer_text(&lines)));
    config_put_yaml(config, view);
    config_free(config);
    buffer_release(&lines);
}

START_TEST(a_valid_file_has_its_effective_settings)
{
    const char *path = valid_files.gl_pathv[_i];
    struct file file = read_file(path);
    struct file want = read_beside(path, ".view");
    struct buffer view = {0};

    put_view_of(text_of(&file), path, &view);
    assert_same(path, &view, text_of(&want));
    buffer_release(&view);
    free(file.bytes);
    free(want.bytes);
}
END_TEST

START_TEST(a_view_is_read_back_to_the_same)
{
    const char *path = valid_files.gl_pathv[_i];
    struct file want = read_beside(path, ".view");
    struct buffer view = {0};

    put_view_of(text_of(&want), path, &view);
    assert_same(path, &view, text_of(&want));
    buffer_release(&view);
    free(want.bytes);
}
END_TEST

START_TEST(an_invalid_file_has_all_its_errors)
{
    const char *path = invalid_files.gl_pathv[_i];
    struct file file = read_file(path);
    struct file want = read_beside(path, ".error");
    struct buffer lines = {0};

    ck_assert_ptr_null(parse(text_of(&file), path, &lines));
    assert_same(path, &lines, text_of(&want));
    buffer_release(&lines);
    free(file.bytes);
    free(want.bytes);
}
END_TEST

/* No part of a file may crash the parser, whatever it makes of it. */
START_TEST(a_file_may_end_anywhere)
{
    const char *path = valid_files.gl_pathv[_i];
    struct file file = read_file(path);
    for (size_t len = 0; len < file.len; len += CUT_STEP_BYTES) {
        struct buffer lines = {0};
        config_free(parse(text_slice(text_of(&file), 0, len), path, &lines));
        buffer_release(&lines);
    }
    free(file.bytes);
}
END_TEST

int main(void)
{
    data_files_find("config/valid/*.yaml", &valid_files);
    data_files_find("config/invalid/*.yaml", &invalid_files);
    Suite *suite = suite_create("config");
    TCase *files = tcase_create("files");
    int valid = (int)valid_files.gl_pathc;
    tcase_set_timeout(files, 60);
    tcase_add_loop_test(files, a_valid_file_has_its_effective_settings, 0, valid);
    tcase_add_loop_test(files, a_view_is_read_back_to_the_same, 0, valid);
    tcase_add_loop_test(files, an_invalid_file_has_all_its_errors, 0, (int)invalid_files.gl_pathc);
    tcase_add_loop_test(files, a_file_may_end_anywhere, 0, valid);
    suite_add_tcase(suite, files);

    int status = run_suite(suite);
    globfree(&valid_files);
    globfree(&invalid_files);
    return status;
}
