#include "built_in_tags.h"

#include "base/buffer.h"
#include "tag_patterns.h"

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

struct pattern *built_in_tags_new(struct error *error)
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

static size_t row_of(const char *mark)
{
    size_t row = 0;
    for (; *mark >= '0' && *mark <= '9'; mark++)
        row = row * 10 + (size_t)(*mark - '0');
    return row;
}

bool built_in_tags_match(const struct pattern *built_in, struct text tag,
                         struct tag_verdict *verdict, struct error *error)
{
    const char *mark = NULL;
    enum pattern_result result = pattern_match(built_in, tag, &mark);
    if (result == PATTERN_NO_MATCH) {
        *verdict = (struct tag_verdict){TAG_UNKNOWN, {0}, "no known shape of a tag"};
        return true;
    }
    if (result == PATTERN_FAILED || mark == NULL)
        return error_set(error, ERROR_LIMIT,
                         "the built-in table takes too much time or memory for a tag");
    const struct tag_pattern *row = &tag_patterns[row_of(mark)];
    *verdict = (struct tag_verdict){row->class, text_from_string(row->pattern), row->reason};
    return true;
}
