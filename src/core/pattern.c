#include "core/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdint.h>
#include <stdlib.h>

enum {
    /* Calls of the matcher's inner function. The built-in table needs under 100000 for the worst
     * tag of 128 bytes, and the interpreter takes about 10 ms for this many. */
    MATCH_LIMIT = 500000,

    /* Nested groups that can be tried again; bounds what the interpreter puts on its heap. */
    DEPTH_LIMIT = 5000,

    /* Heap of one match, in KiB. */
    HEAP_LIMIT_KIB = 2048,

    /* PCRE2's longest message has less than this. */
    MESSAGE_BYTES = 256,
};

struct pattern {
    pcre2_code *code;
    pcre2_match_context *limits; /* never changed after pattern_new: threads share it */
};

static pcre2_match_context *limits_new(void)
{
    pcre2_match_context *limits = pcre2_match_context_create(NULL);

    if (limits == NULL)
        return NULL;
    pcre2_set_match_limit(limits, MATCH_LIMIT);
    pcre2_set_depth_limit(limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(limits, HEAP_LIMIT_KIB);
    return limits;
}

static pcre2_code *compile(struct text source, struct error *error)
{
    const uint32_t options = PCRE2_CASELESS | PCRE2_NEVER_UTF | PCRE2_DOLLAR_ENDONLY;
    PCRE2_UCHAR message[MESSAGE_BYTES] = {0};
    PCRE2_SIZE offset = 0;
    int code_of_error = 0;
    /* PCRE2 10.42 does not accept a NULL pattern of length 0. */
    PCRE2_SPTR bytes = (PCRE2_SPTR)(source.len != 0 ? source.ptr : "");
    pcre2_code *code = pcre2_compile(bytes, source.len, options, &code_of_error, &offset, NULL);

    if (code == NULL && code_of_error == PCRE2_ERROR_HEAP_FAILED) {
        error_no_memory(error);
    } else if (code == NULL) {
        (void)pcre2_get_error_message(code_of_error, message, sizeof(message));
        error_set(error, ERROR_VALUE, "not a PCRE2 pattern: %s at offset %zu",
                  (const char *)message, (size_t)offset);
    }
    return code;
}

struct pattern *pattern_new(struct text source, struct error *error)
{
    struct pattern *pattern = calloc(1, sizeof(*pattern));

    if (pattern == NULL) {
        error_no_memory(error);
        return NULL;
    }
    pattern->code = compile(source, error);
    if (pattern->code == NULL)
        goto failed;
    pattern->limits = limits_new();
    if (pattern->limits == NULL) {
        error_no_memory(error);
        goto failed;
    }
    /* Where memory may not be executable there is no just-in-time code, and pcre2_match then uses
     * the interpreter: slower, the same result. */
    (void)pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
    return pattern;

failed:
    pattern_free(pattern);
    return NULL;
}

void pattern_free(struct pattern *pattern)
{
    if (pattern == NULL)
        return;
    pcre2_match_context_free(pattern->limits);
    pcre2_code_free(pattern->code);
    free(pattern);
}

/* The one place that decides where a match keeps its state: one pair of offsets, for no caller asks
 * for groups. The mark stands in the compiled pattern, so it outlives that state. */
static int match(const struct pattern *pattern, struct text subject, const char **mark)
{
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    PCRE2_SPTR bytes = (PCRE2_SPTR)(subject.len != 0 ? subject.ptr : "");
    int result;

    if (data == NULL)
        return PCRE2_ERROR_NOMEMORY;
    result = pcre2_match(pattern->code, bytes, subject.len, 0, 0, data, pattern->limits);
    if (mark != NULL)
        *mark = (const char *)pcre2_get_mark(data);
    pcre2_match_data_free(data);
    return result;
}

enum pattern_result pattern_match(const struct pattern *pattern, struct text subject,
                                  const char **mark)
{
    int result = match(pattern, subject, mark);

    /* Not negative is a match; 0 says that there were more groups than room for their offsets. */
    if (result >= 0)
        return PATTERN_MATCH;
    return result == PCRE2_ERROR_NOMATCH ? PATTERN_NO_MATCH : PATTERN_FAILED;
}
