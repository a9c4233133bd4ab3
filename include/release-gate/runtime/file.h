/* file.h - whole files, of a size that is known to be bearable. */
#ifndef RUNTIME_FILE_H
#define RUNTIME_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"

/* Appends the content of `path` to `out`. False, with the path as the error's source, if it cannot
 * be read, is a folder, or is larger than `max_bytes`. */
MUST_CHECK bool file_read(const char *path, size_t max_bytes, struct buffer *out,
                          struct error *error);

/* The same for an open file, from where it stands; `path` is only its name. */
MUST_CHECK bool file_read_descriptor(int file, const char *path, size_t max_bytes,
                                     struct buffer *out, struct error *error);

/* Creates `path` with `content`. False if it exists already: nothing is ever overwritten. */
MUST_CHECK bool file_create(const char *path, struct text content, struct error *error);

/* Makes `content` that of `path`, or leaves the file as it was: a file beside it is written first.
 * What is no regular file, such as /dev/stdout, is written to. */
MUST_CHECK bool file_replace(const char *path, struct text content, struct error *error);

#endif
