#include "frames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { NAME_BYTES = 64 };

void frames_answer(void (*answer)(const char *name, struct text bytes))
{
    char line[NAME_BYTES];
    while (fgets(line, sizeof line, stdin) != NULL) {
        char *name = NULL;
        size_t len = strtoul(line, &name, 10);
        char *bytes = malloc(len != 0 ? len : 1);
        MUST(*name == ' ' && bytes != NULL && fread(bytes, 1, len, stdin) == len);
        name[strcspn(name, "\n")] = '\0';
        answer(name + 1, (struct text){bytes, len});
        fflush(stdout);
        free(bytes);
    }
}
