/* manifest_files.h - what the tests of manifests share: objects of files, expected texts. */
#ifndef TESTS_MANIFEST_FILES_H
#define TESTS_MANIFEST_FILES_H

#include "base/buffer.h"
#include "base/text.h"
#include "document/manifest.h"

/* The content of a file, which the caller releases; empty if there is none. */
struct buffer manifest_file_read(const char *path);

/* Calls for each object in the file, in order. */
void manifest_file_each(const char *path, void (*visit)(const struct manifest *, const char *path));

/* Fails the test unless `text` is the content of the file. RG_GOLDEN=1 writes it anew. */
void manifest_file_expect(const char *path, struct text text);

#endif
