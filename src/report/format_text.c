#include <inttypes.h>

#include "base/escape.h"
#include "counts.h"
#include "finding_view.h"
#include "formats.h"

/* SGR codes (ECMA-48): they look alike on light and on dark ground. */
static const struct text colors[] = {
    [REPORT_ERROR] = TEXT_INIT("\x1b[1;31m"),
    [REPORT_WARNING] = TEXT_INIT("\x1b[1;33m"),
    [REPORT_NOTE] = TEXT_INIT("\x1b[1;36m"),
};
static const struct text bold = TEXT_INIT("\x1b[1m");
static const struct text plain = TEXT_INIT("\x1b[0m");

static void put_color(struct buffer *out, const struct report_style *style, struct text color)
{
    if (style->color)
        buffer_put(out, color);
}

/* "prod/web.yaml:12:16: error: " */
static void put_head(struct buffer *out, const struct report_style *style, struct text file,
                     size_t line, size_t column, enum report_level level)
{
    put_color(out, style, bold);
    place_put(out, file, line, column);
    buffer_put_char(out, ':');
    put_color(out, style, plain);
    buffer_put_char(out, ' ');
    put_color(out, style, colors[level]);
    buffer_printf(out, "%s:", report_level_name(level));
    put_color(out, style, plain);
    buffer_put_char(out, ' ');
}

static void put_finding(struct buffer *out, const struct report_style *style,
                        const struct report_finding *finding)
{
    put_head(out, style, finding->file, finding->line, finding->column, finding->level);
    finding_put_claim(out, finding);
    buffer_printf(out, "\n    fix: %.*s\n", TEXT_ARGS(finding->fix));
    if (finding->notes.len != 0)
        buffer_printf(out, "    %.*s\n", TEXT_ARGS(finding->notes));
    if (finding->in_baseline)
        buffer_put(out, TEXT("    note: the baseline knows it\n"));
}

static void put_summary(struct buffer *out, const struct report *report)
{
    if (report->dropped_findings != 0) {
        count_put(out, report->dropped_findings, "more finding");
        buffer_put(out, TEXT(" not listed\n"));
    }
    counts_put_findings(out, report);
    buffer_put_char(out, ' ');
    counts_put_inputs(out, report);
    buffer_printf(out, ", %" PRIu64 " ms\n", report->duration_ms);
}

void format_text(const struct report *report, const struct report_style *style, struct buffer *out)
{
    for (size_t i = 0; i < report->finding_count; i++) {
        if (finding_is_shown(&report->findings[i], style))
            put_finding(out, style, &report->findings[i]);
    }
    put_summary(out, report);
}
