/* problem.h - where something is wrong with a configuration, and the list that it goes to. */
#ifndef CONFIG_PROBLEM_H
#define CONFIG_PROBLEM_H

#include <json-c/json.h>

#include "base/check.h"
#include "base/error.h"
#include "config/config.h"
#include "document/position.h"

/* What config_parse was given. */
struct input {
    const char *name;         /* of the file */
    struct json_object *root; /* NULL: an empty file */
    const struct config_override *overrides;
    size_t override_count;
    struct error_list *errors;
};

/* Where a value came from. */
struct origin {
    const char *source; /* the file, or "--listen" */
    struct position position;
};

struct origin origin_in_file(const struct input *input, struct position position);

/* Of a key of the first or second level: the override that won, else its place in the file. */
struct origin origin_of_key(const struct input *input, const char *path);

void problem_add(const struct input *input, struct origin origin, const char *format, ...)
    PRINTF_LIKE(3, 4);
void problem_no_memory(const struct input *input);

/* A value from outside as a message may repeat it: escaped and cut. */
enum { QUOTED_BYTES = 256 };
struct quoted {
    char text[QUOTED_BYTES];
};

struct quoted quote(struct text value);

#endif
