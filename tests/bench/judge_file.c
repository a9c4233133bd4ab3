/* judge_file COUNT FILE - answers the AdmissionReview in FILE COUNT times by the default policy. */
#include <stdio.h>
#include <stdlib.h>

#include "admission/admission.h"
#include "config/config.h"

enum { ARENA_BYTES = 256 << 20, TODAY = 20261124 };

static struct text read_file(const char *path)
{
    struct buffer content = {0};
    char chunk[65536];
    size_t got;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    while ((got = fread(chunk, 1, sizeof chunk, file)) != 0)
        buffer_put(&content, (struct text){chunk, got});
    fclose(file);
    struct text text = {0};
    text.ptr = buffer_take(&content, &text.len);
    return text;
}

static void answer(const struct policy *policy, struct text body, struct arena *arena,
                   struct buffer *response)
{
    struct admission_context context = {.today = TODAY};
    struct admission admission;
    struct error error = {0};
    arena_reset(arena);
    buffer_reset(response);
    enum admission_result result =
        admission_answer(policy, &context, body, arena, &admission, response, &error);
    if (result != ADMISSION_ANSWERED || admission.failure.kind != ERROR_NONE) {
        fprintf(stderr, "no verdict: %s%s\n", error.text, admission.failure.text);
        exit(1);
    }
    admission_release(&admission);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: judge_file COUNT FILE\n");
        return 2;
    }
    long count = strtol(argv[1], NULL, 10);
    struct text body = read_file(argv[2]);
    struct error_list errors;
    error_list_init(&errors, 1);
    struct config *config = config_parse((struct text){0}, "", NULL, 0, &errors);
    if (config == NULL)
        return 1;
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    struct buffer response = {0};
    for (long i = 0; i < count; i++)
        answer(config->policy, body, &arena, &response);
    buffer_release(&response);
    arena_release(&arena);
    config_free(config);
    error_list_release(&errors);
    free((char *)body.ptr);
    return 0;
}
