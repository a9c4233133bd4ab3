#include "runtime/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 16 * 1024, NEW_FILE_MODE = 0666, ALL_PERMISSIONS = 07777 };

static bool fail(struct error *error, const char *path, enum error_kind kind, const char *text)
{
    error_set(error, kind, "%s", text);
    if (error != NULL)
        snprintf(error->source, sizeof error->source, "%s", path);
    return false;
}

static bool fail_with_errno(struct error *error, const char *path)
{
    return fail(error, path, ERROR_SYSTEM, strerror(errno));
}

/* The number of bytes read, 0 at the end, or -1. */
static ssize_t read_chunk(int file, char *chunk)
{
    ssize_t count;
    do
        count = read(file, chunk, CHUNK_BYTES);
    while (count < 0 && errno == EINTR);
    return count;
}

bool file_read_descriptor(int file, const char *path, size_t max_bytes, struct buffer *out,
                          struct error *error)
{
    char chunk[CHUNK_BYTES];
    size_t total = 0;
    ssize_t count;
    while ((count = read_chunk(file, chunk)) > 0) {
        total += (size_t)count;
        if (total > max_bytes)
            return fail(error, path, ERROR_LIMIT, "the file is too large");
        buffer_put(out, (struct text){chunk, (size_t)count});
    }
    if (count < 0)
        return fail_with_errno(error, path);
    return !out->failed || fail(error, path, ERROR_MEMORY, "out of memory");
}

bool file_read(const char *path, size_t max_bytes, struct buffer *out, struct error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return fail_with_errno(error, path);
    bool is_read = file_read_descriptor(file, path, max_bytes, out, error);
    close(file);
    return is_read;
}

static bool write_all(int file, struct text bytes)
{
    while (bytes.len != 0) {
        ssize_t written = write(file, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes = text_slice(bytes, (size_t)written, bytes.len);
    }
    return true;
}

/* `path` is the name for the error. */
static bool write_and_close(int file, const char *path, struct text content, struct error *error)
{
    bool is_written = write_all(file, content);
    if (!is_written)
        fail_with_errno(error, path);
    if (close(file) != 0 && is_written)
        return fail_with_errno(error, path);
    return is_written;
}

bool file_create(const char *path, struct text content, struct error *error)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, NEW_FILE_MODE);
    if (file < 0)
        return fail_with_errno(error, path);
    return write_and_close(file, path, content, error);
}

static bool write_in_place(const char *path, struct text content, struct error *error)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return fail_with_errno(error, path);
    return write_and_close(file, path, content, error);
}

/* Where a link leads, the file beside the target takes its place. `old` is the status of `path`,
 * or NULL if there is no such file. */
static bool replace(const char *path, const struct stat *old, struct text content,
                    struct error *error)
{
    char target[PATH_MAX];
    char beside[PATH_MAX + sizeof ".18446744073709551615"];
    if (old == NULL || realpath(path, target) == NULL)
        snprintf(target, sizeof target, "%s", path);
    snprintf(beside, sizeof beside, "%s.%ju", target, (uintmax_t)getpid());
    int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, NEW_FILE_MODE);
    if (file < 0)
        return fail_with_errno(error, path);
    bool done = old == NULL || fchmod(file, old->st_mode & ALL_PERMISSIONS) == 0 ||
                fail_with_errno(error, path);
    done = write_and_close(file, path, content, error) && done;
    if (done && rename(beside, target) == 0)
        return true;
    if (done)
        fail_with_errno(error, path);
    unlink(beside);
    return false;
}

bool file_replace(const char *path, struct text content, struct error *error)
{
    struct stat old;
    if (stat(path, &old) != 0)
        return replace(path, NULL, content, error);
    if (!S_ISREG(old.st_mode))
        return write_in_place(path, content, error);
    return replace(path, &old, content, error);
}
