#include "counts.h"

void count_put(struct buffer *out, size_t count, const char *noun)
{
    buffer_printf(out, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

size_t counts_problems(const struct report *report)
{
    return report->problems.count + report->problems.dropped;
}

void counts_put_findings(struct buffer *out, const struct report *report)
{
    const struct {
        size_t count;
        const char *noun;
    } rows[] = {
        {report->levels[REPORT_ERROR], "error"},
        {report->levels[REPORT_WARNING], "warning"},
        {report->levels[REPORT_NOTE], "note"},
        {counts_problems(report), "unreadable input"},
    };
    const char *separator = "";
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].count == 0)
            continue;
        buffer_printf(out, "%s", separator);
        count_put(out, rows[i].count, rows[i].noun);
        separator = ", ";
    }
    if (separator[0] == '\0')
        buffer_put(out, TEXT("no findings"));
}

void counts_put_inputs(struct buffer *out, const struct report *report)
{
    buffer_put(out, TEXT("in "));
    count_put(out, report->file_count, "file");
    buffer_put(out, TEXT(" ("));
    count_put(out, report->object_count, "object");
    buffer_put(out, TEXT(", "));
    count_put(out, report->image_count, "image");
    buffer_put_char(out, ')');
}
