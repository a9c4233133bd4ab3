#include "problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/escape.h"
#include "core/json_node.h"

/* Of a value that is repeated: what identifies a mistake is at its beginning. */
enum { MAX_VALUE_BYTES = 60, MAX_SECTION_BYTES = 32 };

struct origin origin_in_file(const struct input *input, struct position position)
{
    return (struct origin){input->name, position};
}

static struct position position_of_path(struct json_object *root, const char *path)
{
    char section[MAX_SECTION_BYTES];
    const char *dot = strchr(path, '.');
    if (dot == NULL)
        return position_of_member(root, path);
    snprintf(section, sizeof section, "%.*s", (int)(dot - path), path);
    return position_of_member(json_member(root, section), dot + 1);
}

struct origin origin_of_key(const struct input *input, const char *path)
{
    for (size_t i = input->override_count; i > 0; i--) {
        const struct config_override *override = &input->overrides[i - 1];
        if (strcmp(override->key, path) == 0)
            return (struct origin){override->origin, {0, 0}};
    }
    return origin_in_file(input, position_of_path(input->root, path));
}

void problem_add(const struct input *input, struct origin origin, const char *format, ...)
{
    struct error error = {0};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error.text, sizeof error.text, format, arguments);
    va_end(arguments);
    error_list_add(input->errors, ERROR_VALUE, origin.source, origin.position.line,
                   origin.position.column, "%s", error.text);
}

void problem_no_memory(const struct input *input)
{
    error_list_add(input->errors, ERROR_MEMORY, input->name, 0, 0, "out of memory");
}

struct quoted quote(struct text value)
{
    struct quoted quoted = {0};
    struct buffer buffer = {0};
    escape_for_terminal(&buffer, value, MAX_VALUE_BYTES);
    snprintf(quoted.text, sizeof quoted.text, "%.*s", TEXT_ARGS(buffer_text(&buffer)));
    buffer_release(&buffer);
    return quoted;
}
