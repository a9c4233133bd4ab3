#include "document/yaml.h"

#include <limits.h>
#include <stdlib.h>

#include "yaml_build.h"

struct yaml_reader {
    struct yaml_builder builder;
    size_t line;
    enum yaml_result last; /* YAML_DOCUMENT as long as there may be more */
};

/* json-c counts in int, and an escape of two bytes ("\P") can make three. */
enum { MAX_BYTES = INT_MAX / 2 };

struct yaml_reader *yaml_reader_new(struct text bytes, struct arena *positions,
                                    struct error_list *repeated_keys)
{
    struct yaml_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return NULL;
    if (!yaml_parser_initialize(&reader->builder.parser)) {
        free(reader);
        return NULL;
    }

    yaml_parser_set_input_string(&reader->builder.parser,
                                 (const unsigned char *)(bytes.len != 0 ? bytes.ptr : ""),
                                 bytes.len);
    yaml_marks_init(&reader->builder.marks, bytes);
    reader->builder.positions = positions;
    reader->builder.repeated_keys = repeated_keys;
    reader->last = YAML_DOCUMENT;
    return reader;
}

void yaml_reader_free(struct yaml_reader *reader)
{
    if (reader == NULL)
        return;
    yaml_anchors_reset(&reader->builder.anchors);
    yaml_parser_delete(&reader->builder.parser);
    free(reader);
}

size_t yaml_reader_line(const struct yaml_reader *reader)
{
    return reader->line;
}

static bool read_root(struct yaml_builder *builder, struct json_object **root)
{
    yaml_event_t event;
    struct yaml_node node;
    if (!yaml_builder_next(builder, &event))
        return false;
    bool done = yaml_build(builder, &event, &node);
    yaml_event_delete(&event);
    *root = node.value;
    return done;
}

/* Takes the event that ends the document: what follows the root may still be wrong. */
static bool read_document(struct yaml_builder *builder, struct json_object **root)
{
    yaml_event_t end;
    builder->alias_nodes = 0;
    bool done = read_root(builder, root);
    if (done && yaml_builder_next(builder, &end)) {
        yaml_event_delete(&end);
    } else {
        json_object_put(*root);
        *root = NULL;
        done = false;
    }
    yaml_anchors_reset(&builder->anchors);
    return done;
}

/* Skips the event that opens the stream. */
static bool next_document_or_end(struct yaml_builder *builder, yaml_event_t *event)
{
    if (!yaml_builder_next(builder, event))
        return false;
    if (event->type != YAML_STREAM_START_EVENT)
        return true;
    yaml_event_delete(event);
    return yaml_builder_next(builder, event);
}

static enum yaml_result next(struct yaml_reader *reader, struct json_object **root)
{
    yaml_event_t event;
    if (!next_document_or_end(&reader->builder, &event))
        return YAML_FAILED;
    bool is_end = event.type == YAML_STREAM_END_EVENT;
    size_t line = event.start_mark.line + 1;
    yaml_event_delete(&event);
    if (is_end)
        return YAML_END;
    reader->line = line;
    return read_document(&reader->builder, root) ? YAML_DOCUMENT : YAML_FAILED;
}

static enum yaml_result too_large(struct error *error)
{
    error_set(error, ERROR_LIMIT, "the text is larger than %d bytes", MAX_BYTES);
    return YAML_FAILED;
}

enum yaml_result yaml_reader_next(struct yaml_reader *reader, struct json_object **root,
                                  struct error *error)
{
    *root = NULL;
    reader->builder.error = error;
    if (reader->last == YAML_FAILED)
        error_set(error, ERROR_SYNTAX, "what stands before could not be read");
    else if (reader->builder.marks.bytes.len > MAX_BYTES)
        reader->last = too_large(error);
    else if (reader->last == YAML_DOCUMENT)
        reader->last = next(reader, root);
    return reader->last;
}

static bool expect_end(struct yaml_reader *reader, struct error *error)
{
    struct json_object *second = NULL;
    enum yaml_result result = yaml_reader_next(reader, &second, error);
    json_object_put(second);
    if (result == YAML_DOCUMENT)
        return error_set_at(error, ERROR_VALUE, reader->line, 1,
                            "a second document, where one is expected");
    return result == YAML_END;
}

bool yaml_read_embedded(struct text bytes, struct json_object **root, struct error *error)
{
    return yaml_read_one(bytes, NULL, NULL, root, error);
}

bool yaml_read_one(struct text bytes, struct arena *positions, struct error_list *repeated_keys,
                   struct json_object **root, struct error *error)
{
    *root = NULL;
    struct yaml_reader *reader = yaml_reader_new(bytes, positions, repeated_keys);
    if (reader == NULL)
        return error_no_memory(error);

    enum yaml_result result = yaml_reader_next(reader, root, error);
    bool done = result == YAML_END || (result == YAML_DOCUMENT && expect_end(reader, error));
    yaml_reader_free(reader);
    if (done)
        return true;
    json_object_put(*root);
    *root = NULL;
    return false;
}
