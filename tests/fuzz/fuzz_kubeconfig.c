/* A kubeconfig: understood, with a server to ask, or refused with a reason. */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cluster/access.h"
#include "fuzz.h"

enum { PATH_BYTES = 64 };

static void read_access(const char *path)
{
    const struct cluster_options options = {.kubeconfig = path};
    struct access access = {0};
    struct error error = {0};
    if (access_of_kubeconfig(&options, &access, &error))
        MUST(access.server != NULL && access.server[0] != '\0');
    else
        MUST(error.kind != ERROR_NONE && error.text[0] != '\0');
    access_release(&access);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[PATH_BYTES];
    int file = memfd_create("kubeconfig", MFD_CLOEXEC);
    MUST(file >= 0 && write(file, data, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    read_access(path);
    close(file);
    return 0;
}
