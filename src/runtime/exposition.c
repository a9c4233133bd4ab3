#include "runtime/exposition.h"

#include <inttypes.h>

#include "base/utf8.h"

enum { NANOSECONDS_PER_SECOND = 1000000000 };

const char exposition_content_type[] = "text/plain; version=0.0.4; charset=utf-8";

static const char *const type_names[] = {
    [METRIC_COUNTER] = "counter",
    [METRIC_GAUGE] = "gauge",
    [METRIC_HISTOGRAM] = "histogram",
};

const char *metric_type_name(enum metric_type type)
{
    return type_names[type];
}

void exposition_put_head(struct buffer *out, const struct metric_family *family)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", family->name, family->help, family->name,
                  type_names[family->type]);
}

/* Other control bytes stand as they are: the format knows these three escapes only. What is not
 * UTF-8 would make the scraper refuse all of it. */
static void put_value(struct buffer *out, struct text value)
{
    for (size_t at = 0; at < value.len;) {
        uint32_t character = 0;
        size_t len = utf8_decode(value, at, &character);
        if (len == 0)
            buffer_put(out, TEXT("\xEF\xBF\xBD")); /* U+FFFD */
        else if (character == '\n')
            buffer_put(out, TEXT("\\n"));
        else if (character == '"' || character == '\\')
            buffer_printf(out, "\\%c", (char)character);
        else
            buffer_put(out, text_slice(value, at, at + len));
        at += len != 0 ? len : 1;
    }
}

static void put_labels(struct buffer *out, struct metric_labels labels)
{
    for (size_t i = 0; i < labels.count; i++) {
        buffer_printf(out, "%c%s=\"", i == 0 ? '{' : ',', labels.items[i].name);
        put_value(out, labels.items[i].value);
        buffer_put_char(out, '"');
    }
    if (labels.count != 0)
        buffer_put_char(out, '}');
}

static void put_series(struct buffer *out, const struct metric_family *family, const char *suffix,
                       struct metric_labels labels)
{
    buffer_printf(out, "%s%s", family->name, suffix);
    put_labels(out, labels);
    buffer_put_char(out, ' ');
}

void exposition_put_number(struct buffer *out, const struct metric_family *family,
                           const char *suffix, struct metric_labels labels, uint64_t value)
{
    put_series(out, family, suffix, labels);
    buffer_put_number(out, value);
    buffer_put_char(out, '\n');
}

void exposition_put_seconds(struct buffer *out, const struct metric_family *family,
                            const char *suffix, struct metric_labels labels, uint64_t nanoseconds)
{
    put_series(out, family, suffix, labels);
    buffer_printf(out, "%" PRIu64 ".%09" PRIu64 "\n", nanoseconds / NANOSECONDS_PER_SECOND,
                  nanoseconds % NANOSECONDS_PER_SECOND);
}
