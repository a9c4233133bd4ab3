#include "data_files.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PATH = 512, MAX_FILE_BYTES = 1024 * 1024, MESSAGE_BYTES = 900, MAX_DEPTH = 1000 };

static _Noreturn void give_up(const char *path, const char *what)
{
    fprintf(stderr, "%s: %s\n", path, what);
    exit(EXIT_FAILURE);
}

void data_files_find(const char *pattern, glob_t *files)
{
    const char *folder = getenv("RG_TEST_DATA");
    char path[MAX_PATH];
    snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : "tests/data", pattern);
    if (glob(path, files->gl_pathc != 0 ? GLOB_APPEND : 0, NULL, files) != 0)
        give_up(path, "no file");
}

struct text exact_copy(struct text text)
{
    char *bytes = malloc(text.len);
    if (bytes == NULL && text.len != 0)
        give_up("copy", "no memory");
    if (text.len != 0)
        memcpy(bytes, text.ptr, text.len);
    return (struct text){bytes, text.len};
}

bool data_file_read(const char *path, const char *extension, struct text *content)
{
    static char bytes[MAX_FILE_BYTES];
    char name[MAX_PATH];
    size_t stem = extension != NULL ? (size_t)(strrchr(path, '.') - path) : strlen(path);
    snprintf(name, sizeof name, "%.*s%s", (int)stem, path, extension != NULL ? extension : "");

    *content = (struct text){0};
    FILE *file = fopen(name, "rb");
    if (file == NULL)
        return false;
    size_t len = fread(bytes, 1, sizeof bytes, file);
    if (ferror(file) || len == sizeof bytes)
        give_up(name, "cannot be read whole");
    fclose(file);
    *content = exact_copy((struct text){bytes, len});
    return true;
}

void data_file_expect_errors(const char *path, const char *extension, const struct error *errors,
                             size_t count)
{
    struct text want;
    char line[MESSAGE_BYTES];
    data_file_read(path, extension, &want);
    struct text rest = want;
    for (size_t i = 0; i < count; i++) {
        struct text expected = text_cut(&rest, '\n');
        error_format(&errors[i], line, sizeof line);
        ck_assert_msg(text_equal(text_from_string(line), expected), "%s: got %s, want %.*s", path,
                      line, TEXT_ARGS(expected));
    }
    ck_assert_msg(rest.len == 0, "%s: missing: %.*s", path, TEXT_ARGS(rest));
    free((char *)want.ptr);
}

struct json_object *data_parse_json(struct text text)
{
    struct json_tokener *tokener = json_tokener_new_ex(MAX_DEPTH);
    struct json_object *tree = json_tokener_parse_ex(tokener, text.ptr, (int)text.len);
    /* A number may go on: only a byte that cannot belong to it ends it. */
    if (json_tokener_get_error(tokener) == json_tokener_continue)
        tree = json_tokener_parse_ex(tokener, " ", 1);
    ck_assert_msg(json_tokener_get_error(tokener) == json_tokener_success, "json-c: %s",
                  json_tokener_error_desc(json_tokener_get_error(tokener)));
    json_tokener_free(tokener);
    return tree;
}
