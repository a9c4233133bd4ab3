#include "document/manifest.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/utf16.h"
#include "base/utf8.h"
#include "core/json_node.h"
#include "document/position.h"
#include "document/yaml.h"
#include "manifest_json.h"
#include "manifest_kubectl.h"
#include "manifest_object.h"
#include "manifest_template.h"
#include "manifest_utf16.h"

/* Repeated keys of one document that are told one by one. */
enum { MAX_REPEATED_KEYS = 20 };

/* Items that are being handed out. */
struct item_list {
    struct json_object *items;
    size_t next;
    struct manifest_kind kind; /* of the items that do not say their own */
};

struct manifest_reader {
    struct text bytes;
    struct text name;
    struct buffer utf8; /* made of what is UTF-16 */
    struct json_values values;
    struct yaml_reader *yaml; /* NULL as long as the text is JSON */
    const char *cut_reason;   /* why `yaml` ends before the file does; NULL: it does not */
    size_t cut_line;
    bool is_begun;
    bool is_finished;
    struct arena memory; /* of the current document */
    struct error_list repeated_keys;
    struct json_object *document;
    struct json_object *root;                     /* the document, until it was handed out */
    struct item_list lists[LIMIT_DOCUMENT_DEPTH]; /* the innermost last */
    size_t list_count;
};

struct manifest_reader *manifest_reader_new(struct text bytes, struct text name)
{
    struct manifest_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return NULL;
    reader->bytes = bytes;
    reader->name = name;
    arena_init(&reader->memory, SIZE_MAX);
    error_list_init(&reader->repeated_keys, MAX_REPEATED_KEYS);
    json_values_init(&reader->values, bytes);
    return reader;
}

static void drop_document(struct manifest_reader *reader)
{
    json_object_put(reader->document);
    reader->document = NULL;
    reader->root = NULL;
    reader->list_count = 0;
    arena_reset(&reader->memory);
    error_list_release(&reader->repeated_keys);
}

void manifest_reader_free(struct manifest_reader *reader)
{
    if (reader == NULL)
        return;
    drop_document(reader);
    yaml_reader_free(reader->yaml);
    buffer_release(&reader->utf8);
    arena_release(&reader->memory);
    free(reader);
}

/* ---- Documents. */

static bool begin_yaml(struct manifest_reader *reader, struct error *error)
{
    size_t end;
    reader->cut_reason = manifest_find_odd_line(reader->bytes, &reader->cut_line, &end);
    if (reader->cut_reason == NULL)
        end = reader->bytes.len;
    reader->yaml =
        yaml_reader_new(text_slice(reader->bytes, 0, end), &reader->memory, &reader->repeated_keys);
    return reader->yaml != NULL || error_no_memory(error);
}

static enum yaml_result next_yaml(struct manifest_reader *reader, struct error *error)
{
    enum yaml_result result = yaml_reader_next(reader->yaml, &reader->document, error);
    if (result != YAML_END || reader->cut_reason == NULL)
        return result;
    error_set_at(error, ERROR_SYNTAX, reader->cut_line, 1, "%s", reader->cut_reason);
    return YAML_FAILED;
}

static enum yaml_result next_json(struct manifest_reader *reader, struct error *error)
{
    if (json_values_peek(&reader->values) == '\0')
        return YAML_END;
    bool done = json_values_next(&reader->values, &reader->memory, &reader->repeated_keys,
                                 &reader->document, error);
    return done ? YAML_DOCUMENT : YAML_FAILED;
}

/* The first value was JSON; what follows it may show that the text is YAML, a document of which
 * happens to be JSON. */
static enum yaml_result next_after_json(struct manifest_reader *reader, struct error *error)
{
    if (json_values_peek(&reader->values) != '-')
        return next_json(reader, error);
    if (!begin_yaml(reader, error))
        return YAML_FAILED;
    enum yaml_result first = next_yaml(reader, error);
    drop_document(reader);
    return first == YAML_DOCUMENT ? next_yaml(reader, error) : first;
}

/* What begins like JSON and is none may be YAML in flow style. If it is not that either, the first
 * reason is the better one. */
static enum yaml_result first_json_or_yaml(struct manifest_reader *reader, struct error *error)
{
    struct error json_error = {0};
    enum yaml_result result = next_json(reader, &json_error);
    if (result != YAML_FAILED)
        return result;
    drop_document(reader);
    if (!begin_yaml(reader, error))
        return YAML_FAILED;
    result = next_yaml(reader, error);
    struct position ignored;
    if (result == YAML_FAILED && !template_stands_at(reader->bytes, error->line, &ignored))
        *error = json_error;
    return result;
}

/* A byte order mark is skipped, as kubectl does; the columns of its line are left to count it. */
static char first_byte(struct manifest_reader *reader)
{
    reader->values.rest = utf8_without_mark(reader->bytes);
    reader->values.start.column += reader->bytes.len - reader->values.rest.len;
    return json_values_peek(&reader->values);
}

static enum yaml_result first_document(struct manifest_reader *reader, struct error *error)
{
    char first = first_byte(reader);
    if (manifest_has_false_blank(reader->bytes)) {
        error_set_at(error, ERROR_SYNTAX, 1, 1,
                     "a space before the \"{\" is none for YAML, as U+00A0");
        return YAML_FAILED;
    }
    if (first == '{' || first == '[')
        return first_json_or_yaml(reader, error);
    return begin_yaml(reader, error) ? next_yaml(reader, error) : YAML_FAILED;
}

static enum yaml_result next_document(struct manifest_reader *reader, struct error *error)
{
    if (reader->yaml != NULL)
        return next_yaml(reader, error);
    if (reader->is_begun)
        return next_after_json(reader, error);
    reader->is_begun = true;
    return first_document(reader, error);
}

/* ---- Errors and warnings. */

static void name_source(const struct manifest_reader *reader, struct error *error)
{
    if (error != NULL)
        snprintf(error->source, sizeof error->source, "%.*s", TEXT_ARGS(reader->name));
}

static enum manifest_result fail(const struct manifest_reader *reader, struct error *error)
{
    name_source(reader, error);
    return MANIFEST_FAILED;
}

static enum manifest_result fail_as_template(const struct manifest_reader *reader,
                                             struct position position, struct error *error)
{
    if (error == NULL)
        return MANIFEST_FAILED;
    *error = (struct error){0};
    error_set_at(error, ERROR_SYNTAX, position.line, position.column,
                 "this is a Helm template that was not rendered: pipe \"helm template RELEASE "
                 "CHART | release-gate check -\" instead");
    return fail(reader, error);
}

static void hand_over_warnings(struct manifest_reader *reader, struct error_list *warnings)
{
    char name[sizeof((struct error *)NULL)->source];
    snprintf(name, sizeof name, "%.*s", TEXT_ARGS(reader->name));
    for (size_t i = 0; warnings != NULL && i < reader->repeated_keys.count; i++) {
        const struct error *key = &reader->repeated_keys.items[i];
        error_list_add(warnings, key->kind, name, key->line, key->column, "%s", key->text);
    }
    if (warnings != NULL)
        warnings->dropped += reader->repeated_keys.dropped;
}

/* ---- Objects. */

static bool begin(struct manifest_reader *reader, struct error *error)
{
    if (reader->is_begun || !utf16_has_mark(reader->bytes))
        return true;
    if (!manifest_put_utf8(&reader->utf8, reader->bytes, error))
        return false;
    reader->bytes = buffer_text(&reader->utf8);
    json_values_init(&reader->values, reader->bytes);
    return true;
}

/* MANIFEST_OBJECT: there is a document now. */
static enum manifest_result read_document(struct manifest_reader *reader,
                                          struct error_list *warnings, struct error *error)
{
    struct position position;
    struct error reason = {0};
    drop_document(reader);
    if (reader->is_finished)
        return MANIFEST_END;
    reader->is_finished = true;
    if (!begin(reader, error))
        return fail(reader, error);
    if (!reader->is_begun && template_is_of_chart(reader->bytes, reader->name, &position))
        return fail_as_template(reader, position, error);

    enum yaml_result result = next_document(reader, &reason);
    if (result == YAML_FAILED && template_stands_at(reader->bytes, reason.line, &position))
        return fail_as_template(reader, position, error);
    if (result == YAML_FAILED && error != NULL)
        *error = reason;
    if (result == YAML_FAILED)
        return fail(reader, error);
    reader->is_finished = result == YAML_END;
    reader->root = reader->document;
    hand_over_warnings(reader, warnings);
    return result == YAML_END ? MANIFEST_END : MANIFEST_OBJECT;
}

static bool push_list(struct manifest_reader *reader, struct json_object *items,
                      struct manifest_kind kind, struct error *error)
{
    struct position position = position_of(items);
    if (reader->list_count == ARRAY_LEN(reader->lists))
        return error_set_at(error, ERROR_LIMIT, position.line, position.column,
                            "too many lists in lists");
    reader->lists[reader->list_count++] = (struct item_list){.items = items, .kind = kind};
    return true;
}

static bool push_lists(struct manifest_reader *reader, struct json_object *node,
                       struct manifest_kind kind, struct error *error)
{
    struct lh_entry *entry = NULL;
    struct json_object *items;
    while ((items = manifest_next_items(node, &entry)) != NULL) {
        if (!push_list(reader, items, manifest_kind_of_items(kind), error))
            return false;
    }
    return true;
}

/* The next node of the current document with what its list says of its kind. */
static bool next_node(struct manifest_reader *reader, struct json_object **node,
                      struct manifest_kind *kind)
{
    *kind = (struct manifest_kind){0};
    *node = reader->root;
    reader->root = NULL;
    while (*node == NULL && reader->list_count != 0) {
        struct item_list *list = &reader->lists[reader->list_count - 1];
        *kind = list->kind;
        if (list->next == json_object_array_length(list->items))
            reader->list_count--;
        else
            *node = json_object_array_get_idx(list->items, list->next++);
    }
    return *node != NULL;
}

static bool is_root_list(const struct manifest_reader *reader, struct json_object *node)
{
    return node == reader->document && json_object_is_type(node, json_type_array);
}

/* False, with the reason, if the node cannot be understood. */
static bool look_into(struct manifest_reader *reader, struct json_object *node,
                      struct manifest_kind *kind, struct error *error)
{
    if (is_root_list(reader, node))
        return push_list(reader, node, *kind, error);
    if (node == reader->document)
        *kind = manifest_kind_of_file(reader->name, node);
    return manifest_kind_read(node, kind, error) && push_lists(reader, node, *kind, error);
}

/* MANIFEST_END: a list, whose items come next. */
static enum manifest_result read_node(struct manifest_reader *reader, struct json_object *node,
                                      struct manifest_kind kind, struct manifest *manifest,
                                      struct error *error)
{
    size_t lists = reader->list_count;
    if (!look_into(reader, node, &kind, error))
        return fail(reader, error);
    bool is_list = reader->list_count != lists;
    if (is_root_list(reader, node) || (is_list && manifest_kind_is_list(kind)))
        return MANIFEST_END;
    if (!manifest_kind_is_known(kind))
        return is_list ? MANIFEST_END : MANIFEST_SKIPPED;
    if (manifest_fill(manifest, node, kind, &reader->memory))
        return MANIFEST_OBJECT;
    error_no_memory(error);
    return fail(reader, error);
}

enum manifest_result manifest_reader_next(struct manifest_reader *reader, struct manifest *manifest,
                                          struct error_list *warnings, struct error *error)
{
    struct json_object *node;
    struct manifest_kind kind;
    enum manifest_result result = MANIFEST_OBJECT;
    *manifest = (struct manifest){0};
    while (result == MANIFEST_OBJECT) {
        while (next_node(reader, &node, &kind)) {
            enum manifest_result found = read_node(reader, node, kind, manifest, error);
            if (found != MANIFEST_END)
                return found;
        }
        result = read_document(reader, warnings, error);
    }
    return result;
}

struct subject manifest_subject(const struct manifest *manifest)
{
    return (struct subject){
        .operation = OPERATION_CREATE,
        .group = manifest->group,
        .kind = manifest->kind,
        .name = manifest->name,
        .scope.namespace = manifest->namespace,
        .object = manifest->object,
    };
}
