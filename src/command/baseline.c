#include "baseline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/escape.h"
#include "core/json_node.h"
#include "document/json.h"
#include "document/position.h"

/* ---- Reading. */

static bool is_fingerprint(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_is_hex(text.ptr[i]))
            return false;
    }
    return text.len == REPORT_FINGERPRINT_SIZE - 1;
}

static bool read_entry(struct baseline *baseline, struct json_object *node, struct error *error)
{
    struct baseline_entry entry = {
        .fingerprint = json_member_text(node, "fingerprint"),
        .file = json_member_text(node, "file"),
        .message = json_member_text(node, "message"),
    };
    struct position position = position_of(node);
    if (!is_fingerprint(entry.fingerprint))
        return error_set_at(error, ERROR_VALUE, position.line, position.column,
                            "expected an object with a \"fingerprint\" of %d hex digits",
                            REPORT_FINGERPRINT_SIZE - 1);
    baseline->entries[baseline->count++] = entry;
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct baseline_entry *x = a;
    const struct baseline_entry *y = b;
    return text_compare(x->fingerprint, y->fingerprint);
}

static bool read_entries(struct baseline *baseline, struct error *error)
{
    if (!json_object_is_type(baseline->tree, json_type_array))
        return error_set_at(error, ERROR_VALUE, 1, 1, "expected a list of findings");
    size_t count = json_object_array_length(baseline->tree);
    baseline->entries = calloc(count + 1, sizeof *baseline->entries);
    if (baseline->entries == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < count; i++) {
        if (!read_entry(baseline, json_object_array_get_idx(baseline->tree, i), error))
            return false;
    }
    qsort(baseline->entries, baseline->count, sizeof *baseline->entries, compare);
    return true;
}

bool baseline_read(struct baseline *baseline, struct text bytes, const char *name,
                   struct error *error)
{
    struct arena positions;
    *baseline = (struct baseline){0};
    arena_init(&positions, (size_t)-1);
    bool done =
        json_read(bytes, &positions, NULL, &baseline->tree, error) && read_entries(baseline, error);
    arena_release(&positions);
    if (!done)
        snprintf(error->source, sizeof error->source, "%s", name);
    return done;
}

void baseline_release(struct baseline *baseline)
{
    free(baseline->entries);
    json_object_put(baseline->tree);
    *baseline = (struct baseline){0};
}

/* ---- Comparing. */

static struct baseline_entry *find(struct baseline *baseline, const char *fingerprint)
{
    struct baseline_entry key = {.fingerprint = text_from_string(fingerprint)};
    if (baseline->count == 0)
        return NULL;
    return bsearch(&key, baseline->entries, baseline->count, sizeof key, compare);
}

static void accept(struct report *report, struct report_finding *finding)
{
    report->levels[finding->level]--;
    report->levels[REPORT_NOTE]++;
    finding->level = REPORT_NOTE;
    finding->in_baseline = true;
}

void baseline_apply(struct baseline *baseline, struct report *report)
{
    for (size_t i = 0; i < report->finding_count; i++) {
        struct report_finding *finding = &report->findings[i];
        struct baseline_entry *entry = find(baseline, finding->fingerprint);
        if (entry == NULL)
            continue;
        entry->is_seen = true;
        if (finding->level != REPORT_NOTE)
            accept(report, finding);
    }
}

void baseline_accept_all(struct report *report)
{
    for (size_t i = 0; i < report->finding_count; i++) {
        if (report->findings[i].level != REPORT_NOTE)
            accept(report, &report->findings[i]);
    }
}

static bool was_looked_at(const struct input_list *inputs, struct text file)
{
    for (size_t i = 0; i < inputs->count; i++) {
        if (inputs->items[i].error == NULL &&
            text_equal(text_from_string(inputs->items[i].path), file))
            return true;
    }
    return false;
}

/* The file's text is part of a JSON tree, where json-c keeps a NUL behind every string. */
static bool is_gone(struct text file)
{
    return file.len != 0 && !text_equal(file, TEXT(STANDARD_INPUT)) &&
           strlen(file.ptr) == file.len && access(file.ptr, F_OK) != 0;
}

size_t baseline_put_fixed(const struct baseline *baseline, const struct input_list *inputs,
                          struct buffer *out)
{
    size_t count = 0;
    for (size_t i = 0; i < baseline->count; i++) {
        const struct baseline_entry *entry = &baseline->entries[i];
        bool is_twin = i > 0 && compare(entry, entry - 1) == 0;
        if (entry->is_seen || is_twin ||
            (!was_looked_at(inputs, entry->file) && !is_gone(entry->file)))
            continue;
        count++;
        escape_for_terminal(out, entry->file, 0);
        buffer_put(out, TEXT(": fixed: "));
        escape_for_terminal(out, entry->message.len != 0 ? entry->message : entry->fingerprint, 0);
        buffer_put_char(out, '\n');
    }
    return count;
}

/* ---- Writing. */

static void put_member(struct buffer *out, const char *key, struct text value)
{
    buffer_printf(out, ", \"%s\": ", key);
    escape_for_json(out, value);
}

static void put_entry(struct buffer *out, const struct report_finding *finding)
{
    buffer_printf(out, "  {\"fingerprint\": \"%s\", \"rule\": \"%s\"", finding->fingerprint,
                  finding->rule->id);
    put_member(out, "file", finding->file);
    put_member(out, "message", finding->message);
    buffer_put_char(out, '}');
}

static int compare_fingerprints(const void *a, const void *b)
{
    const struct report_finding *const *x = a;
    const struct report_finding *const *y = b;
    int order = strcmp((*x)->fingerprint, (*y)->fingerprint);
    if (order != 0)
        return order;
    return *x < *y ? -1 : *x > *y;
}

static int compare_places(const void *a, const void *b)
{
    const struct report_finding *const *x = a;
    const struct report_finding *const *y = b;
    return *x < *y ? -1 : *x > *y;
}

static bool is_violation(const struct report_finding *finding)
{
    return finding->level != REPORT_NOTE || finding->in_baseline;
}

/* The violations with different fingerprints, the first of each, in the order of the report. */
static size_t select_violations(const struct report *report, const struct report_finding **chosen)
{
    size_t count = 0;
    size_t kept = 0;
    for (size_t i = 0; i < report->finding_count; i++) {
        if (is_violation(&report->findings[i]))
            chosen[count++] = &report->findings[i];
    }
    qsort(chosen, count, sizeof *chosen, compare_fingerprints);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(chosen[i]->fingerprint, chosen[kept - 1]->fingerprint) != 0)
            chosen[kept++] = chosen[i];
    }
    qsort(chosen, kept, sizeof *chosen, compare_places);
    return kept;
}

bool baseline_put(const struct report *report, struct buffer *out, size_t *written)
{
    const struct report_finding **chosen = calloc(report->finding_count + 1, sizeof *chosen);
    if (chosen == NULL)
        return false;
    *written = select_violations(report, chosen);
    buffer_put_char(out, '[');
    for (size_t i = 0; i < *written; i++) {
        buffer_put(out, i == 0 ? TEXT("\n") : TEXT(",\n"));
        put_entry(out, chosen[i]);
    }
    buffer_put(out, *written != 0 ? TEXT("\n]\n") : TEXT("]\n"));
    free(chosen);
    return !out->failed;
}
