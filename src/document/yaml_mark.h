/* yaml_mark.h - the positions of libyaml, which count characters, as positions in bytes. */
#ifndef DOCUMENT_YAML_MARK_H
#define DOCUMENT_YAML_MARK_H

#include <stddef.h>
#include <yaml.h>

#include "base/text.h"
#include "document/position.h"

/* Where the last mark stood; the next one is looked for from there. */
struct yaml_marks {
    struct text bytes; /* borrowed */
    size_t offset;
    size_t line;   /* from 0, as in a mark */
    size_t column; /* from 0, in characters */
    size_t line_start;
};

/* `bytes` must outlive it. */
void yaml_marks_init(struct yaml_marks *marks, struct text bytes);

/* Cheap when the marks of the calls go forward. For UTF-16 the column is in characters. */
struct position yaml_marks_position(struct yaml_marks *marks, yaml_mark_t mark);

/* The same for a node that begins at `mark`, without its anchor and its tag: in `&a !!str x` the
 * x is what a person looks for. */
struct position yaml_marks_position_of_content(struct yaml_marks *marks, yaml_mark_t mark);

/* What stands at the mark, for an error; empty at the end and for UTF-16. */
struct text yaml_marks_character(struct yaml_marks *marks, yaml_mark_t mark);

#endif
