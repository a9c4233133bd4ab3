#include "document/manifest_stream.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/json.h"
#include "json_window.h"
#include "manifest_json.h"
#include "manifest_object.h"

/* What stands around the items of one list. */
enum { MAX_FRAME_BYTES = 1 << 20 };

struct manifest_stream {
    struct json_window window;
    struct text name;
    struct arena memory; /* of the current object */
    struct json_object *object;
    struct buffer frame; /* the list without its items: it is checked, and says of what kind they
                            are */
    struct manifest_kind kind_of_items;
    struct json_object *head; /* what `kind_of_items` borrows from */
    bool is_in_items;
    bool is_finished;
};

struct manifest_stream *manifest_stream_new(const struct manifest_source *source, struct text name)
{
    struct manifest_stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL)
        return NULL;
    json_window_init(&stream->window, source);
    stream->name = name;
    arena_init(&stream->memory, SIZE_MAX);
    buffer_init(&stream->frame, MAX_FRAME_BYTES);
    return stream;
}

static void drop_object(struct manifest_stream *stream)
{
    json_object_put(stream->object);
    stream->object = NULL;
    arena_reset(&stream->memory);
}

void manifest_stream_free(struct manifest_stream *stream)
{
    if (stream == NULL)
        return;
    drop_object(stream);
    json_object_put(stream->head);
    arena_release(&stream->memory);
    buffer_release(&stream->frame);
    json_window_release(&stream->window);
    free(stream);
}

/* ---- One object. */

/* Reads the value at the start of the window, of `length` bytes. */
static bool read_value(struct manifest_stream *stream, size_t length, struct error *error)
{
    struct error_list repeated_keys;
    struct json_values values = {
        .rest = text_slice(json_window_text(&stream->window), 0, length),
        .start = stream->window.position,
    };
    error_list_init(&repeated_keys, 1);
    bool done = json_values_next(&values, &stream->memory, &repeated_keys, &stream->object, error);
    error_list_release(&repeated_keys);
    return done;
}

static enum manifest_result fill(struct manifest_stream *stream, struct manifest_kind kind,
                                 struct manifest *manifest, struct error *error)
{
    struct lh_entry *entry = NULL;
    if (!manifest_kind_read(stream->object, &kind, error))
        return MANIFEST_FAILED;
    if (!manifest_kind_is_known(kind)) {
        error_set_at(error, ERROR_VALUE, stream->window.position.line, 0,
                     "an object without kind and apiVersion: write the list with \"kubectl get -o "
                     "json\"");
        return MANIFEST_FAILED;
    }
    if (manifest_kind_is_list(kind) && manifest_next_items(stream->object, &entry) != NULL) {
        error_set_at(error, ERROR_VALUE, stream->window.position.line, 0, "a list in a list");
        return MANIFEST_FAILED;
    }
    if (manifest_fill(manifest, stream->object, kind, &stream->memory))
        return MANIFEST_OBJECT;
    error_no_memory(error);
    return MANIFEST_FAILED;
}

static enum manifest_result take_object(struct manifest_stream *stream, size_t length,
                                        struct manifest_kind kind, struct manifest *manifest,
                                        struct error *error)
{
    enum manifest_result result = MANIFEST_FAILED;
    if (read_value(stream, length, error))
        result = fill(stream, kind, manifest, error);
    json_window_skip(&stream->window, length);
    return result;
}

/* ---- The list around it. */

static enum manifest_result fail_for_good(struct manifest_stream *stream, struct error *error,
                                          const char *reason)
{
    struct position position = stream->window.position;
    stream->is_finished = true;
    if (reason != NULL)
        error_set_at(error, ERROR_SYNTAX, position.line, position.column, "%s", reason);
    return MANIFEST_FAILED;
}

/* The frame so far is JSON once its brackets are closed; it may have said the kind already. */
static bool read_head(struct manifest_stream *stream, struct error *error)
{
    struct buffer head = {0};
    struct manifest_kind kind = {0};
    buffer_put(&head, buffer_text(&stream->frame));
    buffer_put(&head, TEXT("]}"));
    json_object_put(stream->head);
    stream->head = NULL;
    bool done = !head.failed && json_read(buffer_text(&head), NULL, NULL, &stream->head, error) &&
                manifest_kind_read(stream->head, &kind, error);
    stream->kind_of_items = manifest_kind_of_items(kind);
    bool is_out_of_memory = head.failed;
    buffer_release(&head);
    return is_out_of_memory ? error_no_memory(error) : done;
}

static void move_to_frame(struct manifest_stream *stream, size_t length)
{
    buffer_put(&stream->frame, text_slice(json_window_text(&stream->window), 0, length));
    json_window_skip(&stream->window, length);
}

/* Moves a list's beginning, up to and with the '[' of its items, to the frame. An object without
 * items is one itself: MANIFEST_END says that there are items. */
static enum manifest_result begin(struct manifest_stream *stream, struct manifest *manifest,
                                  struct error *error)
{
    size_t length = 0;
    bool has_items = false;
    if (!json_window_find_items(&stream->window, &length, &has_items, error))
        return fail_for_good(stream, error, NULL);
    if (!has_items)
        return take_object(stream, length, (struct manifest_kind){0}, manifest, error);
    buffer_reset(&stream->frame);
    move_to_frame(stream, length);
    if (stream->frame.failed || !read_head(stream, error))
        return fail_for_good(stream, error, stream->frame.failed ? "too much before items" : NULL);
    stream->is_in_items = true;
    return MANIFEST_END;
}

/* Behind the last item: the rest of the list, or further items of a list that has two. */
static enum manifest_result end(struct manifest_stream *stream, struct error *error)
{
    size_t length = 0;
    bool has_items = false;
    struct json_object *root = NULL;
    if (!json_window_find_rest(&stream->window, &length, &has_items, error))
        return fail_for_good(stream, error, NULL);
    move_to_frame(stream, length);
    stream->is_in_items = has_items;
    if (has_items)
        return MANIFEST_END;
    bool done =
        !stream->frame.failed && json_read(buffer_text(&stream->frame), NULL, NULL, &root, error);
    json_object_put(root);
    return done ? MANIFEST_END
                : fail_for_good(stream, error, "what stands around items is no JSON");
}

static enum manifest_result next_item(struct manifest_stream *stream, struct manifest *manifest,
                                      struct error *error)
{
    size_t length = 0;
    char first = '\0';
    if (!json_window_peek(&stream->window, &first, error))
        return fail_for_good(stream, error, NULL);
    if (first == ']')
        return end(stream, error);
    if (first == ',') {
        json_window_skip(&stream->window, 1);
        return MANIFEST_END;
    }
    if (first != '{')
        return fail_for_good(stream, error, "an item is not an object");
    if (!json_window_measure(&stream->window, &length, error))
        return fail_for_good(stream, error, NULL);
    return take_object(stream, length, stream->kind_of_items, manifest, error);
}

static enum manifest_result next(struct manifest_stream *stream, struct manifest *manifest,
                                 struct error *error)
{
    char first = '\0';
    if (stream->is_in_items)
        return next_item(stream, manifest, error);
    if (!json_window_peek(&stream->window, &first, error))
        return fail_for_good(stream, error, NULL);
    if (first == '{')
        return begin(stream, manifest, error);
    stream->is_finished = true;
    return first == '\0'
               ? MANIFEST_END
               : fail_for_good(stream, error, "not JSON: write it with \"kubectl get -o json\"");
}

enum manifest_result manifest_stream_next(struct manifest_stream *stream, struct manifest *manifest,
                                          struct error *error)
{
    enum manifest_result result = MANIFEST_END;
    *manifest = (struct manifest){0};
    drop_object(stream);
    while (result == MANIFEST_END && !stream->is_finished)
        result = next(stream, manifest, error);
    if (result == MANIFEST_FAILED)
        snprintf(error->source, sizeof error->source, "%.*s", TEXT_ARGS(stream->name));
    return result;
}
