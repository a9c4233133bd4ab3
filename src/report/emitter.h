/* emitter.h - objects, lists and scalars written as they come, in JSON or in YAML. */
#ifndef REPORT_EMITTER_H
#define REPORT_EMITTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"

enum emitter_syntax { EMITTER_JSON, EMITTER_YAML };

enum { EMITTER_MAX_DEPTH = 16 };

struct emitter {
    struct buffer *out;
    enum emitter_syntax syntax;
    unsigned indent; /* columns before everything */
    unsigned depth;  /* of open objects and lists */
    struct emitter_level {
        bool is_list;
        bool has_members;
    } levels[EMITTER_MAX_DEPTH];
};

/* The root is then opened with the key NULL; what is opened must be closed. */
void emitter_init(struct emitter *emitter, struct buffer *out, enum emitter_syntax syntax);

/* `key` is for a member of an object; in a list and for the root it is NULL. Keys are our own words
 * and need no escape. */
void emitter_open_object(struct emitter *emitter, const char *key);
void emitter_open_list(struct emitter *emitter, const char *key);
void emitter_close(struct emitter *emitter);

void emitter_put_text(struct emitter *emitter, const char *key, struct text value);
void emitter_put_string(struct emitter *emitter, const char *key, const char *value);
void emitter_put_number(struct emitter *emitter, const char *key, uint64_t value);
void emitter_put_boolean(struct emitter *emitter, const char *key, bool value);

/* The same, but a value that is 0 or empty is left out. */
void emitter_put_text_if_any(struct emitter *emitter, const char *key, struct text value);
void emitter_put_number_if_any(struct emitter *emitter, const char *key, uint64_t value);

#endif
