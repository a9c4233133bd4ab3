/* yaml.h - YAML documents into json-c trees, read as kubectl reads them. */
#ifndef DOCUMENT_YAML_H
#define DOCUMENT_YAML_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"

/* A stream of documents over bytes that must outlive it. */
struct yaml_reader;

/* `positions` and `repeated_keys` as in json_read. NULL when there is no memory. */
MUST_CHECK struct yaml_reader *yaml_reader_new(struct text bytes, struct arena *positions,
                                               struct error_list *repeated_keys);
void yaml_reader_free(struct yaml_reader *reader);

enum yaml_result {
    YAML_FAILED,   /* the reason is in `error`; nothing after it can be read */
    YAML_DOCUMENT, /* `*root` is the caller's to json_object_put(); NULL: an empty document */
    YAML_END,      /* no further document */
};

/* The next document, with anchors, aliases and merge keys ("<<") resolved. Plain scalars get the
 * type that kubectl's reader gives them (YAML 1.1 as in go-yaml v2 made fit for JSON: yes/no/on/off
 * are booleans, 0x1F, 0o17 and 017 are integers, 1.10 is the number 1.1, a date is a string);
 * mapping keys that are not strings become strings. Budgets on depth (LIMIT_DOCUMENT_DEPTH) and on
 * nodes made by aliases keep a small document from taking all memory. */
MUST_CHECK enum yaml_result yaml_reader_next(struct yaml_reader *reader, struct json_object **root,
                                             struct error *error);

/* The line on which the document that was read last begins. */
size_t yaml_reader_line(const struct yaml_reader *reader);

/* A stream that must hold one document at most: configuration files. An empty stream gives NULL. */
MUST_CHECK bool yaml_read_one(struct text bytes, struct arena *positions,
                              struct error_list *repeated_keys, struct json_object **root,
                              struct error *error);

/* The same without positions: an embedded_read (core/embedded.h). */
MUST_CHECK bool yaml_read_embedded(struct text bytes, struct json_object **root,
                                   struct error *error);

#endif
