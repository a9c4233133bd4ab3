/* manifest_files.h - what the tests of manifests share: files, folders, expected texts. */
#ifndef TESTS_MANIFEST_FILES_H
#define TESTS_MANIFEST_FILES_H

#include <glob.h>

#include "base/buffer.h"
#include "base/text.h"

/* All regular files that match one of the patterns below RG_TEST_DATA, by default "tests/data";
 * ends the program if there is none. The caller calls globfree. */
void manifest_files_find(glob_t *files, const char *const *patterns, size_t count);

/* The content of a file, which the caller releases; empty if there is none. */
struct buffer manifest_file_read(const char *path);

/* Fails the test unless `text` is the content of the file. RG_GOLDEN=1 writes it anew. */
void manifest_file_expect(const char *path, struct text text);

#endif
