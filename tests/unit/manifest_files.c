#include "manifest_files.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

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

void manifest_file_each(const char *path, void (*visit)(const struct manifest *, const char *path))
{
    struct buffer bytes = manifest_file_read(path);
    struct manifest_reader *reader =
        manifest_reader_new(buffer_text(&bytes), text_from_string(path));
    enum manifest_result found;
    ck_assert_ptr_nonnull(reader);
    do {
        struct manifest manifest;
        found = manifest_reader_next(reader, &manifest, NULL, NULL);
        if (found == MANIFEST_OBJECT)
            visit(&manifest, path);
    } while (found != MANIFEST_END);
    manifest_reader_free(reader);
    buffer_release(&bytes);
}

static void write_file(const char *path, struct text text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text.ptr, 1, text.len, file), text.len);
    fclose(file);
}

/* One line, since Check has no room for a whole file. */
static void expect_lines(const char *path, struct text want, struct text got)
{
    for (size_t line = 1; want.ptr != NULL && got.ptr != NULL; line++) {
        struct text wanted = text_cut(&want, '\n');
        struct text found = text_cut(&got, '\n');
        ck_assert_msg(text_equal(wanted, found), "%s:%zu: want\n%.*s\ngot\n%.*s", path, line,
                      TEXT_ARGS(wanted), TEXT_ARGS(found));
    }
}

void manifest_file_expect(const char *path, struct text text)
{
    if (getenv("RG_GOLDEN") != NULL && text.len != 0)
        write_file(path, text);
    struct buffer golden = manifest_file_read(path);
    expect_lines(path, buffer_text(&golden), text);
    ck_assert_msg(text_equal(buffer_text(&golden), text), "%s: one ends before the other", path);
    buffer_release(&golden);
}
