/* yaml_build.h - the events of libyaml, built into a tree. */
#ifndef DOCUMENT_YAML_BUILD_H
#define DOCUMENT_YAML_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"
#include "yaml_anchors.h"
#include "yaml_mark.h"

struct yaml_builder {
    yaml_parser_t parser;
    struct yaml_marks marks;
    struct yaml_anchors anchors; /* of the current document */
    struct arena *positions;
    struct error_list *repeated_keys;
    struct error *error; /* of the current call */
    size_t depth;
    size_t alias_nodes; /* what aliases have brought into the current document */
};

/* The next event, which the caller deletes. On failure the error says why, and there is nothing to
 * delete. */
MUST_CHECK bool yaml_builder_next(struct yaml_builder *builder, yaml_event_t *event);

/* Builds the node that begins with `event`, and takes the events up to its end. `node->value` is
 * the caller's to json_object_put(). On failure the error is set and `*node` is zero. */
MUST_CHECK bool yaml_build(struct yaml_builder *builder, const yaml_event_t *event,
                           struct yaml_node *node);

/* Sets the error at the event (see fault_set); returns false. */
bool yaml_builder_fail(struct yaml_builder *builder, enum error_kind kind, yaml_mark_t mark,
                       const char *reason, struct text found);

/* Where the content behind `mark` stands; {0, 0} if nobody wants to know. To be asked before the
 * next event is taken, since the marks are counted forward. */
struct position yaml_builder_position(struct yaml_builder *builder, yaml_mark_t mark);

#endif
