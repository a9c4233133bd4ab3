#include "config/config.h"

#include <stdlib.h>

#include "document/yaml.h"
#include "environments.h"
#include "policy_build.h"
#include "read.h"
#include "validate.h"
#include "view.h"

/* Positions of the nodes; the file itself is limited by whoever reads it. */
enum { POSITIONS_MAX_BYTES = 64 << 20 };

/* What was wrong before belongs to somebody else. */
static size_t errors_of(const struct error_list *errors)
{
    return errors->count + errors->dropped;
}

static bool is_after(const struct error *a, const struct error *b)
{
    return a->line > b->line || (a->line == b->line && a->column > b->column);
}

/* By place, and in the order found where the place is the same: whoever mends a file goes from top
 * to bottom. What came from outside the file has no line and stands first. */
static void sort_from(struct error_list *errors, size_t first)
{
    for (size_t i = first + 1; i < errors->count; i++) {
        struct error current = errors->items[i];
        size_t at = i;
        for (; at > first && is_after(&errors->items[at - 1], &current); at--)
            errors->items[at] = errors->items[at - 1];
        errors->items[at] = current;
    }
}

static void add_errors(const struct input *input, const struct error_list *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const struct error *error = &found->items[i];
        error_list_add(input->errors, error->kind, input->name, error->line, error->column, "%s",
                       error->text);
    }
    input->errors->dropped += found->dropped;
}

static bool read_file(struct input *input, struct text bytes, struct arena *positions)
{
    struct error error = {0};
    struct error_list repeated_keys;
    error_list_init(&repeated_keys, input->errors->max_count);
    bool is_read = yaml_read_one(bytes, positions, &repeated_keys, &input->root, &error);
    add_errors(input, &repeated_keys);
    if (!is_read)
        error_list_add(input->errors, error.kind, input->name, error.line, error.column, "%s",
                       error.text);
    error_list_release(&repeated_keys);
    return is_read;
}

/* The built-in patterns take the most time of all: they are not compiled for a file that is wrong
 * anyway and has no patterns to complain about. */
static void fill(struct config *config, const struct input *input, struct settings *settings)
{
    struct policy *policy = config->policy;
    size_t errors_before = errors_of(input->errors);
    settings_read(input, &policy->memory, settings);
    if (!environments_complete(settings, &policy->memory)) {
        problem_no_memory(input);
        return;
    }
    settings_validate(input, settings);
    if (errors_of(input->errors) == errors_before || settings->tag_classes.count != 0)
        policy->tags = policy_build_tags(input, settings, &policy->memory);
    config->settings = settings;
    config->server = settings->server;
    config->tls = settings->tls;
    config->metrics = settings->metrics;
    config->audit = settings->audit;
    config->events = settings->events;
    config->logging = settings->logging;
}

static struct config *config_new(const struct input *input)
{
    struct error error = {0};
    struct config *config = calloc(1, sizeof *config);
    if (config == NULL) {
        problem_no_memory(input);
        return NULL;
    }
    config->policy = policy_new(&error);
    if (config->policy == NULL) {
        problem_no_memory(input);
        free(config);
        return NULL;
    }
    return config;
}

/* False, with the errors, if there is anything wrong. */
static bool build(struct config *config, const struct input *input)
{
    size_t before = errors_of(input->errors);
    struct settings *settings = arena_take(&config->policy->memory, 1, sizeof *settings);
    if (settings == NULL) {
        problem_no_memory(input);
        return false;
    }
    fill(config, input, settings);
    return errors_of(input->errors) == before && policy_build(input, settings, config->policy);
}

static struct config *load(struct input *input, struct text bytes, struct arena *positions)
{
    size_t before = errors_of(input->errors);
    if (!read_file(input, bytes, positions))
        return NULL;
    struct config *config = config_new(input);
    if (config != NULL && build(config, input) && errors_of(input->errors) == before)
        return config;
    config_free(config);
    return NULL;
}

struct config *config_parse(struct text bytes, const char *name,
                            const struct config_override *overrides, size_t count,
                            struct error_list *errors)
{
    struct input input = {
        .name = name, .overrides = overrides, .override_count = count, .errors = errors};
    size_t first = errors->count;
    struct arena positions;
    arena_init(&positions, POSITIONS_MAX_BYTES);
    struct config *config = load(&input, bytes, &positions);
    json_object_put(input.root);
    arena_release(&positions);
    sort_from(errors, first);
    return config;
}

void config_free(struct config *config)
{
    if (config == NULL)
        return;
    policy_free(config->policy);
    free(config);
}

void config_put_yaml(const struct config *config, struct buffer *out)
{
    view_put(config->settings, out);
}
