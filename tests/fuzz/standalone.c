/* Runs a target over files without a fuzzer: the regression cases, in every `make test`. */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

enum { MAX_FILE_BYTES = 1 << 24 };

/* A copy of just the size: what reads behind its end is found by valgrind and ASan. */
static void run_bytes(const char *bytes, size_t len)
{
    uint8_t *exact = malloc(len != 0 ? len : 1);
    MUST(exact != NULL);
    for (size_t i = 0; i < len; i++)
        exact[i] = (uint8_t)bytes[i];
    LLVMFuzzerTestOneInput(exact, len);
    free(exact);
}

static void run_file(const char *path)
{
    static char bytes[MAX_FILE_BYTES];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    size_t len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    run_bytes(bytes, len);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        run_file(argv[i]);
    printf("ok - %d inputs\n", argc - 1);
    return argc > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
