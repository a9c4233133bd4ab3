#define _GNU_SOURCE
#include "audit_dump.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "document/manifest_stream.h"
#include "find_files.h"

enum { COPY_BYTES = 256 << 10, MAX_PATH_BYTES = 4096 };

static bool fail(const char *path, const char *what, struct error *error)
{
    if (error->kind == ERROR_NONE)
        snprintf(error->source, sizeof error->source, "%s", path);
    return error_set(error, ERROR_SYSTEM, "%s%s", what, strerror(errno));
}

/* ---- Bytes. */

static bool read_some(int file, char *bytes, size_t size, size_t *got, struct error *error)
{
    ssize_t count;
    do
        count = read(file, bytes, size);
    while (count < 0 && errno == EINTR);
    *got = count > 0 ? (size_t)count : 0;
    return count >= 0 || error_set(error, ERROR_SYSTEM, "%s", strerror(errno));
}

static bool read_descriptor(void *closure, char *bytes, size_t size, size_t *got,
                            struct error *error)
{
    const int *file = closure;
    return read_some(*file, bytes, size, got, error);
}

static bool write_all(int file, const char *bytes, size_t size)
{
    while (size != 0) {
        ssize_t count = write(file, bytes, size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        bytes += count;
        size -= (size_t)count;
    }
    return true;
}

/* ---- Opening. */

static int open_temporary(void)
{
    char path[MAX_PATH_BYTES];
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/release-gate-XXXXXX",
             folder != NULL && folder[0] != '\0' ? folder : "/tmp");
    int file = mkostemp(path, O_CLOEXEC);
    if (file >= 0)
        unlink(path);
    return file;
}

static bool copy(const char *path, int from, int to, struct error *error)
{
    char *bytes = malloc(COPY_BYTES);
    size_t got = 1;
    bool done = bytes != NULL || error_no_memory(error);
    while (done && got != 0) {
        done = read_some(from, bytes, COPY_BYTES, &got, error);
        if (done && !write_all(to, bytes, got))
            done = fail(path, "cannot be copied to a temporary file: ", error);
    }
    free(bytes);
    return done;
}

/* Whatever happens, `from` is closed unless it is the dump's file. */
static bool keep_bytes(struct audit_dump *dump, int from, struct error *error)
{
    struct stat status;
    if (fstat(from, &status) == 0 && S_ISREG(status.st_mode)) {
        dump->file = from;
        return true;
    }
    dump->file = open_temporary();
    bool done = dump->file >= 0 ? copy(dump->path, from, dump->file, error)
                                : fail(dump->path, "needs a temporary file: ", error);
    close(from);
    return done;
}

bool audit_dump_open(struct audit_dump *dump, const char *path, struct error *error)
{
    *dump = (struct audit_dump){.path = path, .file = -1};
    bool is_standard_input = strcmp(path, STANDARD_INPUT) == 0;
    int file = is_standard_input ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                 : open(path, O_RDONLY | O_CLOEXEC);
    return file >= 0 ? keep_bytes(dump, file, error) : fail(path, "", error);
}

void audit_dump_close(struct audit_dump *dump)
{
    if (dump->file >= 0)
        close(dump->file);
    dump->file = -1;
}

/* ---- Objects. */

static bool read_objects(struct manifest_stream *stream, const struct audit_dump *dump,
                         struct audit *audit, audit_dump_step *step, struct error_list *problems)
{
    enum manifest_result found = MANIFEST_OBJECT;
    while (found != MANIFEST_END) {
        struct manifest manifest;
        struct error error = {0};
        found = manifest_stream_next(stream, &manifest, &error);
        if (error.kind == ERROR_MEMORY)
            return false;
        if (found == MANIFEST_FAILED && problems != NULL)
            error_list_add(problems, error.kind, error.source, error.line, error.column, "%s",
                           error.text);
        if (found == MANIFEST_OBJECT && !step(audit, text_from_string(dump->path), &manifest))
            return false;
    }
    return true;
}

bool audit_dump_read(const struct audit_dump *dump, struct audit *audit, audit_dump_step *step,
                     struct error_list *problems)
{
    int file = dump->file;
    struct manifest_source source = {read_descriptor, &file};
    if (lseek(file, 0, SEEK_SET) != 0)
        return true;
    struct manifest_stream *stream = manifest_stream_new(&source, text_from_string(dump->path));
    bool done = stream != NULL && read_objects(stream, dump, audit, step, problems);
    manifest_stream_free(stream);
    return done;
}
