#include "core/tag.h"

#include <stdlib.h>

#include "base/arena.h"
#include "built_in_tags.h"
#include "core/glob.h"
#include "core/pattern.h"

static const char *const class_names[] = {
    [TAG_INVALID] = "invalid",       [TAG_DIGEST] = "digest",           [TAG_LATEST] = "latest",
    [TAG_PRE_LATEST] = "pre-latest", [TAG_PRE_RELEASE] = "pre-release", [TAG_SHA] = "sha",
    [TAG_RELEASE] = "release",       [TAG_FLOATING] = "floating",       [TAG_UNKNOWN] = "unknown",
};
_Static_assert(ARRAY_LEN(class_names) == TAG_CLASS_COUNT, "a name for every class");

const char *tag_class_name(enum tag_class class)
{
    if ((size_t) class >= ARRAY_LEN(class_names))
        return class_names[TAG_INVALID];
    return class_names[class];
}

bool tag_class_from_name(struct text name, enum tag_class *class)
{
    for (size_t i = 0; i < ARRAY_LEN(class_names); i++) {
        if (text_equal(name, text_from_string(class_names[i]))) {
            *class = (enum tag_class)i;
            return true;
        }
    }
    *class = TAG_INVALID;
    return false;
}

/* An admin's row, compiled. Its texts live in the table's memory. */
struct row {
    struct text_list images; /* none: every image */
    struct text source;
    struct pattern *pattern;
    enum tag_class class;
};

struct tag_table {
    struct arena memory;
    struct row *rows; /* asked before the built-in table */
    size_t count;     /* what tag_table_free has to give back, also while the table is made */
    struct built_in_tags *built_in;
};

/* Patterns and globs of a configuration file, which has a limit of its own. */
enum { TABLE_MAX_BYTES = 64 << 20 };

static bool copy_images(struct arena *memory, const struct tag_rule *rule, struct row *row)
{
    struct text *items = arena_take(memory, rule->image_count, sizeof *items);
    if (items == NULL)
        return false;
    for (size_t i = 0; i < rule->image_count; i++) {
        if (!arena_copy_text(memory, rule->images[i], &items[i]))
            return false;
    }
    row->images = (struct text_list){.items = items, .count = rule->image_count};
    return true;
}

static bool add_rule(struct tag_table *table, const struct tag_rule *rule, struct error *error)
{
    struct row *row = &table->rows[table->count++];
    row->class = rule->class;
    if (!arena_copy_text(&table->memory, rule->pattern, &row->source) ||
        !copy_images(&table->memory, rule, row))
        return error_no_memory(error);
    row->pattern = pattern_new(row->source, error);
    return row->pattern != NULL;
}

static bool add_rules(struct tag_table *table, const struct tag_rule *rules, size_t count,
                      size_t *bad_rule, struct error *error)
{
    table->rows = arena_take(&table->memory, count, sizeof *table->rows);
    if (table->rows == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < count; i++) {
        if (add_rule(table, &rules[i], error))
            continue;
        if (bad_rule != NULL)
            *bad_rule = i;
        return false;
    }
    return true;
}

struct tag_table *tag_table_new(const struct tag_rule *rules, size_t count, size_t *bad_rule,
                                struct error *error)
{
    struct tag_table *table = calloc(1, sizeof *table);
    if (table == NULL) {
        error_no_memory(error);
        return NULL;
    }
    arena_init(&table->memory, TABLE_MAX_BYTES);
    table->built_in = built_in_tags_new(error);
    if (table->built_in == NULL || !add_rules(table, rules, count, bad_rule, error)) {
        tag_table_free(table);
        return NULL;
    }
    return table;
}

void tag_table_free(struct tag_table *table)
{
    if (table == NULL)
        return;
    for (size_t i = 0; i < table->count; i++)
        pattern_free(table->rows[i].pattern);
    built_in_tags_free(table->built_in);
    arena_release(&table->memory);
    free(table);
}

size_t tag_table_rule_count(const struct tag_table *table)
{
    return table->count;
}

struct tag_rule tag_table_rule(const struct tag_table *table, size_t index)
{
    const struct row *row = &table->rows[index];
    return (struct tag_rule){
        .images = row->images.items,
        .image_count = row->images.count,
        .pattern = row->source,
        .class = row->class,
    };
}

static bool row_is_for(const struct row *row, const struct image_ref *ref)
{
    return row->images.count == 0 ||
           glob_match_any(row->images.items, row->images.count, ref->name);
}

/* PATTERN_NO_MATCH: no row of the admin's is for this image and tag. */
static enum pattern_result match_rows(const struct tag_table *table, const struct image_ref *ref,
                                      struct tag_verdict *verdict, struct error *error)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct row *row = &table->rows[i];
        if (!row_is_for(row, ref))
            continue;
        enum pattern_result result = pattern_match(row->pattern, ref->tag, NULL);
        if (result == PATTERN_MATCH)
            *verdict = (struct tag_verdict){row->class, row->source, "a pattern in tagClasses"};
        if (result == PATTERN_FAILED)
            error_set(error, ERROR_LIMIT,
                      "the pattern \"%.*s\" takes too much time or memory for a tag",
                      TEXT_ARGS(row->source));
        if (result != PATTERN_NO_MATCH)
            return result;
    }
    return PATTERN_NO_MATCH;
}

static bool classify_tag(const struct tag_table *table, const struct image_ref *ref,
                         struct tag_verdict *verdict, struct error *error)
{
    switch (match_rows(table, ref, verdict, error)) {
    case PATTERN_FAILED:
        return false;
    case PATTERN_MATCH:
        return true;
    case PATTERN_NO_MATCH:
        break;
    }
    return built_in_tags_match(table->built_in, ref->tag, verdict, error);
}

bool tag_classify(const struct tag_table *table, const struct image_ref *ref,
                  struct tag_verdict *verdict, struct error *error)
{
    *verdict = (struct tag_verdict){TAG_INVALID, {0}, "not an image reference"};
    if (ref->repository.len == 0)
        return true;
    if (ref->tag.len != 0)
        return classify_tag(table, ref, verdict, error);
    if (ref->digest.len != 0)
        *verdict = (struct tag_verdict){TAG_DIGEST, {0}, "a digest and no tag"};
    else
        *verdict = (struct tag_verdict){TAG_LATEST, {0}, "no tag, which means \"latest\""};
    return true;
}
