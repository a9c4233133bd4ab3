#include "counts.h"
#include "finding_view.h"
#include "html_page.h"
#include "html_text.h"

/* More rows than that nobody reads, and a browser takes long to lay them out. */
enum { MAX_ROWS = 5000, MAX_NAME_BYTES = 120, MAX_IMAGE_BYTES = 160 };

static const enum standing standings[] = {
    [REPORT_ERROR] = STANDING_DENIED,
    [REPORT_WARNING] = STANDING_WARNED,
    [REPORT_NOTE] = STANDING_NOTED,
};

static void put_where(struct buffer *out, const struct report_finding *finding)
{
    buffer_put(out, TEXT("<td role=\"cell\" data-label=\"Environment\"><strong>"));
    html_put(out, finding->environment);
    buffer_put(out, TEXT("</strong></td>"));
    buffer_put(out, TEXT("<th role=\"rowheader\" scope=\"row\">"));
    html_put(out, finding->kind);
    buffer_put_char(out, ' ');
    html_put(out, finding->name);
    buffer_put(out, TEXT(" <span class=\"muted small\">"));
    if (finding->namespace.len != 0) {
        buffer_put(out, TEXT("namespace "));
        html_put(out, finding->namespace);
    }
    if (finding->container.len != 0) {
        buffer_put(out, finding->namespace.len != 0 ? TEXT(", container ") : TEXT("container "));
        html_put(out, finding->container);
    }
    buffer_put(out, TEXT("</span></th>"));
}

static void put_why(struct buffer *out, const struct report_finding *finding)
{
    html_put_cell(out, "Why");
    buffer_printf(out, "<span class=\"chip %s\">%s</span>",
                  standing_name(standings[finding->level]),
                  finding->in_baseline ? "known" : standing_name(standings[finding->level]));
    buffer_printf(out, "%s [%s] <span class=\"muted small\">", finding->rule->is,
                  finding->rule->id);
    html_put_shown(out, finding->fix);
    if (finding->notes.len != 0) {
        buffer_put(out, TEXT("<br>"));
        html_put_shown(out, finding->notes);
    }
    buffer_put(out, TEXT("</span></td>"));
}

static void put_row(struct buffer *out, const struct report_finding *finding)
{
    const char *standing = standing_name(standings[finding->level]);
    struct buffer place = {0};
    place_put(&place, finding->file, finding->line, finding->column);
    buffer_printf(out, "<tr role=\"row\" class=\"%s\" data-standing=\"%s\">", standing, standing);
    put_where(out, finding);
    html_put_cell(out, "Image");
    html_put_code(out, finding->image, MAX_IMAGE_BYTES);
    buffer_put(out, TEXT("</td>"));
    put_why(out, finding);
    buffer_put(out, TEXT("<td role=\"cell\" data-label=\"Found in\" class=\"small\">"));
    html_put_shown(out, buffer_text(&place));
    buffer_put(out, TEXT("</td></tr>\n"));
    out->failed = out->failed || place.failed;
    buffer_release(&place);
}

static size_t put_level(const struct html_page *page, enum report_level level, size_t rows)
{
    const struct report *report = page->report;
    for (size_t i = 0; i < report->finding_count && rows < MAX_ROWS; i++) {
        if (report->findings[i].level != level)
            continue;
        put_row(page->out, &report->findings[i]);
        rows++;
    }
    return rows;
}

static size_t count_shown(const struct html_page *page)
{
    size_t count = 0;
    for (size_t i = 0; i < page->report->finding_count; i++)
        count += finding_is_shown(&page->report->findings[i], page->style) ? 1 : 0;
    return count;
}

static void put_table(const struct html_page *page, size_t count)
{
    struct buffer *out = page->out;
    buffer_put(out, TEXT("<table role=\"table\" aria-labelledby=\"findings\">\n"
                         "<thead role=\"rowgroup\"><tr role=\"row\">"
                         "<th role=\"columnheader\" scope=\"col\">Environment</th>"
                         "<th role=\"columnheader\" scope=\"col\">What</th>"
                         "<th role=\"columnheader\" scope=\"col\">Image</th>"
                         "<th role=\"columnheader\" scope=\"col\">Why, and what to do</th>"
                         "<th role=\"columnheader\" scope=\"col\">Found in</th>"
                         "</tr></thead>\n<tbody role=\"rowgroup\">\n"));
    size_t rows = put_level(page, REPORT_ERROR, 0);
    rows = put_level(page, REPORT_WARNING, rows);
    if (page->style->show_notes)
        rows = put_level(page, REPORT_NOTE, rows);
    buffer_put(out, TEXT("</tbody></table>\n"));
    size_t left_out = count - rows + page->report->dropped_findings;
    if (left_out == 0)
        return;
    buffer_put(out, TEXT("<p>and "));
    count_put(out, left_out, "more finding");
    buffer_put(out, TEXT(" not listed</p>\n"));
}

void html_put_findings(const struct html_page *page)
{
    size_t count = count_shown(page);
    if (count == 0)
        return;
    buffer_put(page->out, TEXT("<h2 id=\"findings\">What breaks the rules</h2>\n"));
    put_table(page, count);
}

void html_put_problems(const struct html_page *page)
{
    struct buffer *out = page->out;
    const struct error_list *problems = &page->report->problems;
    if (counts_problems(page->report) == 0)
        return;
    buffer_put(out, TEXT("<h2>What could not be read</h2>\n<ul>\n"));
    for (size_t i = 0; i < problems->count; i++) {
        const struct error *problem = &problems->items[i];
        struct buffer place = {0};
        place_put(&place, text_from_string(problem->source), problem->line, problem->column);
        buffer_put(out, TEXT("<li><code>"));
        html_put_shown(out, buffer_text(&place));
        buffer_put(out, TEXT("</code>: "));
        html_put(out, text_from_string(problem->text));
        buffer_put(out, TEXT("</li>\n"));
        out->failed = out->failed || place.failed;
        buffer_release(&place);
    }
    if (problems->dropped != 0)
        buffer_printf(out, "<li>and %zu more</li>\n", problems->dropped);
    buffer_put(out, TEXT("</ul>\n"));
}
