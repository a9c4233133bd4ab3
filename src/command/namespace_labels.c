#include "namespace_labels.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "core/json_node.h"
#include "core/namespace_guard.h"
#include "document/manifest.h"
#include "output.h"

enum { FIRST_LABELS = 8, MAX_SHOWN_BYTES = 128 };

void namespace_labels_init(struct namespace_labels *labels)
{
    *labels = (struct namespace_labels){0};
    arena_init(&labels->arena, SIZE_MAX);
}

void namespace_labels_release(struct namespace_labels *labels)
{
    free(labels->items);
    arena_release(&labels->arena);
}

static bool add(struct namespace_labels *labels, struct text namespace, struct text value,
                const char *path)
{
    if (labels->count == labels->capacity) {
        size_t capacity = labels->capacity != 0 ? labels->capacity * 2 : FIRST_LABELS;
        struct namespace_label *items = reallocarray(labels->items, capacity, sizeof *items);
        if (items == NULL)
            return false;
        labels->items = items;
        labels->capacity = capacity;
    }
    struct namespace_label *item = &labels->items[labels->count];
    item->path = path;
    if (!arena_copy_text(&labels->arena, namespace, &item->namespace) ||
        !arena_copy_text(&labels->arena, value, &item->value))
        return false;
    labels->count++;
    return true;
}

static bool add_object(struct namespace_labels *labels, const struct manifest *manifest,
                       const char *path)
{
    if (manifest->group.len != 0 || !text_equal(manifest->kind, TEXT("Namespace")))
        return true;
    struct text value = namespace_environment_label(manifest->object);
    return value.len == 0 || add(labels, manifest->name, value, path);
}

bool namespace_labels_read(struct namespace_labels *labels, struct text bytes, const char *path)
{
    if (!text_contains(bytes, TEXT(ENVIRONMENT_LABEL)))
        return true;
    struct manifest_reader *reader = manifest_reader_new(bytes, text_from_string(path));
    enum manifest_result found = MANIFEST_OBJECT;
    bool done = reader != NULL;
    while (done && found != MANIFEST_END) {
        struct manifest manifest;
        struct error error = {0};
        found = manifest_reader_next(reader, &manifest, NULL, &error);
        done = error.kind != ERROR_MEMORY &&
               (found != MANIFEST_OBJECT || add_object(labels, &manifest, path));
    }
    manifest_reader_free(reader);
    return done;
}

bool namespace_labels_append(struct namespace_labels *labels, const struct namespace_labels *from)
{
    for (size_t i = 0; i < from->count; i++) {
        if (!add(labels, from->items[i].namespace, from->items[i].value, from->items[i].path))
            return false;
    }
    return true;
}

/* The files come in no order from the threads, so the paths decide among equal namespaces. */
static int compare(const void *a, const void *b)
{
    const struct namespace_label *x = a;
    const struct namespace_label *y = b;
    int order = text_compare(x->namespace, y->namespace);
    return order != 0 ? order : strcmp(x->path, y->path);
}

static void complain_of_contradiction(const struct namespace_label *a,
                                      const struct namespace_label *b)
{
    struct buffer line = {0};
    buffer_put(&line, TEXT("Namespace "));
    escape_for_terminal(&line, a->namespace, MAX_SHOWN_BYTES);
    buffer_put(&line, TEXT(" is labelled "));
    escape_for_terminal(&line, a->value, MAX_SHOWN_BYTES);
    buffer_put(&line, TEXT(" in "));
    escape_for_terminal(&line, text_from_string(a->path), 0);
    buffer_put(&line, TEXT(" and "));
    escape_for_terminal(&line, b->value, MAX_SHOWN_BYTES);
    buffer_put(&line, TEXT(" in "));
    escape_for_terminal(&line, text_from_string(b->path), 0);
    buffer_put(&line, TEXT(": its name decides; give -e ENV, or check them one by one"));
    output_complain("%.*s", TEXT_ARGS(buffer_text(&line)));
    buffer_release(&line);
}

static void complain_of_environment(const struct namespace_label *label)
{
    struct buffer line = {0};
    escape_for_terminal(&line, text_from_string(label->path), 0);
    buffer_put(&line, TEXT(": the label of Namespace "));
    escape_for_terminal(&line, label->namespace, MAX_SHOWN_BYTES);
    buffer_put(&line, TEXT(" names no environment (\""));
    escape_for_terminal(&line, label->value, MAX_SHOWN_BYTES);
    buffer_put(&line, TEXT("\"): its name decides"));
    output_complain("%.*s", TEXT_ARGS(buffer_text(&line)));
    buffer_release(&line);
}

static void drop_unknown(struct namespace_labels *labels, const struct policy *policy)
{
    for (size_t i = 0; i < labels->count; i++) {
        struct namespace_label *label = &labels->items[i];
        if (label->value.len == 0 || policy_find_environment(policy, label->value) != NULL)
            continue;
        complain_of_environment(label);
        label->value = (struct text){0};
    }
}

void namespace_labels_settle(struct namespace_labels *labels, const struct policy *policy)
{
    size_t kept = 0;
    if (labels->count != 0)
        qsort(labels->items, labels->count, sizeof *labels->items, compare);
    for (size_t i = 0; i < labels->count; i++) {
        struct namespace_label *last = kept != 0 ? &labels->items[kept - 1] : NULL;
        if (last == NULL || !text_equal(last->namespace, labels->items[i].namespace)) {
            labels->items[kept++] = labels->items[i];
        } else if (last->value.len != 0 && !text_equal(last->value, labels->items[i].value)) {
            complain_of_contradiction(last, &labels->items[i]);
            last->value = (struct text){0};
        }
    }
    labels->count = kept;
    drop_unknown(labels, policy);
}

static int compare_namespace(const void *key, const void *item)
{
    const struct text *namespace = key;
    const struct namespace_label *label = item;
    return text_compare(*namespace, label->namespace);
}

struct text namespace_labels_find(const struct namespace_labels *labels, struct text namespace)
{
    if (labels->count == 0)
        return (struct text){0};
    const struct namespace_label *found =
        bsearch(&namespace, labels->items, labels->count, sizeof *labels->items, compare_namespace);
    return found != NULL ? found->value : (struct text){0};
}
