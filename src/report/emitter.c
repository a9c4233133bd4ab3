#include "emitter.h"

#include <assert.h>

#include "base/escape.h"
#include "yaml_string.h"

enum { INDENT = 2 };

void emitter_init(struct emitter *emitter, struct buffer *out, enum emitter_syntax syntax)
{
    *emitter = (struct emitter){.out = out, .syntax = syntax};
}

static void put_indent(struct emitter *emitter, unsigned depth)
{
    buffer_printf(emitter->out, "%*s", (int)(emitter->indent + depth * INDENT), "");
}

/* The innermost open object or list; NULL before the root. */
static struct emitter_level *innermost(struct emitter *emitter)
{
    return emitter->depth != 0 ? &emitter->levels[emitter->depth - 1] : NULL;
}

static void begin_json(struct emitter *emitter, const struct emitter_level *parent, const char *key)
{
    if (parent != NULL) {
        buffer_put(emitter->out, parent->has_members ? TEXT(",\n") : TEXT("\n"));
        put_indent(emitter, emitter->depth);
    }
    if (key != NULL)
        buffer_printf(emitter->out, "\"%s\": ", key);
}

/* In YAML the root adds no indentation, and the first member of an object in a list stands behind
 * the dash. */
static void begin_yaml(struct emitter *emitter, const struct emitter_level *parent, const char *key)
{
    if (parent == NULL)
        return;
    bool is_behind_dash = !parent->has_members && emitter->depth > 1 &&
                          emitter->levels[emitter->depth - 2].is_list && !parent->is_list;
    if (!is_behind_dash) {
        if (parent->has_members || emitter->depth > 1)
            buffer_put_char(emitter->out, '\n');
        put_indent(emitter, emitter->depth - 1);
    }
    if (parent->is_list)
        buffer_put(emitter->out, TEXT("- "));
    if (key != NULL)
        buffer_printf(emitter->out, "%s:", key);
}

static void begin(struct emitter *emitter, const char *key)
{
    static void (*const begins[])(struct emitter *, const struct emitter_level *, const char *) = {
        [EMITTER_JSON] = begin_json,
        [EMITTER_YAML] = begin_yaml,
    };
    struct emitter_level *parent = innermost(emitter);
    begins[emitter->syntax](emitter, parent, key);
    if (parent != NULL)
        parent->has_members = true;
}

/* In YAML a blank stands between key and scalar, but not between key and line end. */
static void begin_scalar(struct emitter *emitter, const char *key)
{
    begin(emitter, key);
    if (emitter->syntax == EMITTER_YAML && key != NULL)
        buffer_put_char(emitter->out, ' ');
}

static void open_level(struct emitter *emitter, const char *key, bool is_list)
{
    assert(emitter->depth < EMITTER_MAX_DEPTH);
    begin(emitter, key);
    emitter->levels[emitter->depth++] = (struct emitter_level){.is_list = is_list};
    if (emitter->syntax == EMITTER_JSON)
        buffer_put_char(emitter->out, is_list ? '[' : '{');
}

void emitter_open_object(struct emitter *emitter, const char *key)
{
    open_level(emitter, key, false);
}

void emitter_open_list(struct emitter *emitter, const char *key)
{
    open_level(emitter, key, true);
}

static void close_json(struct emitter *emitter, const struct emitter_level *level)
{
    if (level->has_members) {
        buffer_put_char(emitter->out, '\n');
        put_indent(emitter, emitter->depth);
    }
    buffer_put_char(emitter->out, level->is_list ? ']' : '}');
}

static void close_yaml(struct emitter *emitter, const struct emitter_level *level)
{
    if (!level->has_members)
        buffer_put(emitter->out, level->is_list ? TEXT(" []") : TEXT(" {}"));
}

void emitter_close(struct emitter *emitter)
{
    assert(emitter->depth != 0);
    const struct emitter_level *level = &emitter->levels[--emitter->depth];
    if (emitter->syntax == EMITTER_JSON)
        close_json(emitter, level);
    else
        close_yaml(emitter, level);
    if (emitter->depth == 0)
        buffer_put_char(emitter->out, '\n');
}

void emitter_put_text(struct emitter *emitter, const char *key, struct text value)
{
    begin_scalar(emitter, key);
    if (emitter->syntax == EMITTER_JSON)
        escape_for_json(emitter->out, value);
    else
        yaml_string_put(emitter->out, value);
}

void emitter_put_string(struct emitter *emitter, const char *key, const char *value)
{
    emitter_put_text(emitter, key, text_from_string(value));
}

void emitter_put_number(struct emitter *emitter, const char *key, uint64_t value)
{
    begin_scalar(emitter, key);
    buffer_put_number(emitter->out, value);
}

void emitter_put_boolean(struct emitter *emitter, const char *key, bool value)
{
    begin_scalar(emitter, key);
    buffer_put(emitter->out, value ? TEXT("true") : TEXT("false"));
}

void emitter_put_text_if_any(struct emitter *emitter, const char *key, struct text value)
{
    if (value.len != 0)
        emitter_put_text(emitter, key, value);
}

void emitter_put_number_if_any(struct emitter *emitter, const char *key, uint64_t value)
{
    if (value != 0)
        emitter_put_number(emitter, key, value);
}
