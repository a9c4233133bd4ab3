#include "built_in_tags.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "core/pattern.h"
#include "tag_memo.h"
#include "tag_patterns.h"

struct built_in_tags {
    struct pattern *pattern;
    struct tag_memo *memo; /* of rows; tag_pattern_count: none matches */
};

/* The rows become alternatives, tried in their order from the start of the tag, and each leaves its
 * number as the mark. One pattern instead of one for each row shares the vocabulary, whose
 * compilation is nearly all that a row costs: 3 ms instead of 125 ms for 35 rows. */
static void put_row(struct buffer *out, size_t index)
{
    struct text pattern = text_from_string(tag_patterns[index].pattern);
    bool is_anchored = text_starts_with(pattern, TEXT("^"));
    buffer_put(out, index == 0 ? TEXT("(?:") : TEXT("|(?:"));
    if (is_anchored)
        pattern = text_slice(pattern, 1, pattern.len);
    else
        buffer_put(out, TEXT(".*?"));
    buffer_printf(out, "(?:%.*s))(*MARK:%zu)", TEXT_ARGS(pattern), index);
}

static struct pattern *compile(struct error *error)
{
    struct buffer source = {0};
    struct pattern *pattern = NULL;
    for (size_t i = 0; tag_vocabulary[i] != NULL; i++)
        buffer_put(&source, text_from_string(tag_vocabulary[i]));
    buffer_put(&source, TEXT("^(?:"));
    for (size_t i = 0; i < tag_pattern_count; i++)
        put_row(&source, i);
    buffer_put_char(&source, ')');
    if (source.failed)
        error_no_memory(error);
    else
        pattern = pattern_new(buffer_text(&source), error);
    buffer_release(&source);
    return pattern;
}

struct built_in_tags *built_in_tags_new(struct error *error)
{
    struct built_in_tags *built_in = calloc(1, sizeof *built_in);
    if (built_in == NULL) {
        error_no_memory(error);
        return NULL;
    }
    built_in->pattern = compile(error);
    if (built_in->pattern != NULL)
        built_in->memo = tag_memo_new();
    if (built_in->memo != NULL)
        return built_in;
    if (built_in->pattern != NULL)
        error_no_memory(error);
    built_in_tags_free(built_in);
    return NULL;
}

void built_in_tags_free(struct built_in_tags *built_in)
{
    if (built_in == NULL)
        return;
    tag_memo_free(built_in->memo);
    pattern_free(built_in->pattern);
    free(built_in);
}

static size_t row_of(const char *mark)
{
    size_t row = 0;
    for (; *mark >= '0' && *mark <= '9'; mark++)
        row = row * 10 + (size_t)(*mark - '0');
    return row;
}

static bool match(const struct pattern *pattern, struct text tag, size_t *row, struct error *error)
{
    const char *mark = NULL;
    enum pattern_result result = pattern_match(pattern, tag, &mark);
    if (result == PATTERN_FAILED || (result == PATTERN_MATCH && mark == NULL))
        return error_set(error, ERROR_LIMIT,
                         "the built-in table takes too much time or memory for a tag");
    *row = result == PATTERN_MATCH ? row_of(mark) : tag_pattern_count;
    return true;
}

static struct tag_verdict verdict_of(size_t row)
{
    if (row >= tag_pattern_count)
        return (struct tag_verdict){TAG_UNKNOWN, {0}, "no known shape of a tag"};
    const struct tag_pattern *found = &tag_patterns[row];
    return (struct tag_verdict){found->class, text_from_string(found->pattern), found->reason};
}

bool built_in_tags_match(struct built_in_tags *built_in, struct text tag,
                         struct tag_verdict *verdict, struct error *error)
{
    size_t row = 0;
    if (!tag_memo_find(built_in->memo, tag, &row)) {
        if (!match(built_in->pattern, tag, &row, error))
            return false;
        tag_memo_keep(built_in->memo, tag, row);
    }
    *verdict = verdict_of(row);
    return true;
}
