#include "manifest_files.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

enum { PATH_BYTES = 512 };

void manifest_files_find(glob_t *files, const char *const *patterns, size_t count)
{
    const char *data = getenv("RG_TEST_DATA");
    for (size_t i = 0; i < count; i++) {
        char pattern[PATH_BYTES];
        snprintf(pattern, sizeof pattern, "%s/%s", data != NULL ? data : "tests/data", patterns[i]);
        if (glob(pattern, i != 0 ? GLOB_APPEND : 0, NULL, files) != 0) {
            fprintf(stderr, "%s: no file\n", pattern);
            exit(EXIT_FAILURE);
        }
    }
}

struct buffer manifest_file_read(const char *path)
{
    struct buffer content = {0};
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return content;
    char chunk[4096];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, file)) != 0)
        buffer_put(&content, (struct text){chunk, got});
    fclose(file);
    return content;
}

static void write_file(const char *path, struct text text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text.ptr, 1, text.len, file), text.len);
    fclose(file);
}

void manifest_file_expect(const char *path, struct text text)
{
    if (getenv("RG_GOLDEN") != NULL && text.len != 0)
        write_file(path, text);
    struct buffer golden = manifest_file_read(path);
    ck_assert_msg(text_equal(buffer_text(&golden), text), "%s: want\n%.*s\ngot\n%.*s", path,
                  TEXT_ARGS(buffer_text(&golden)), TEXT_ARGS(text));
    buffer_release(&golden);
}
