/* One page that needs nothing else: it can be mailed, archived and shown from a file. */
#include <stdlib.h>

#include "counts.h"
#include "formats.h"
#include "html_assets.h"
#include "html_page.h"
#include "html_text.h"

/* Nothing may be loaded, sent or run but the two parts below, whatever an image was named. */
static void put_head(const struct html_page *page)
{
    struct buffer *out = page->out;
    buffer_printf(out,
                  "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "base-uri 'none'; form-action 'none'; style-src %s; script-src %s\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"referrer\" content=\"no-referrer\">\n"
                  "<title>What runs where</title>\n<style>",
                  html_style.hash, html_script.hash);
    buffer_put(out, html_style.bytes);
    buffer_put(out, TEXT("</style>\n</head>\n<body>\n"));
}

struct outcome_words {
    enum standing standing;
    const char *sentence;
};

static struct outcome_words outcome_of(const struct report *report)
{
    if (report->levels[REPORT_ERROR] != 0)
        return (struct outcome_words){STANDING_DENIED, "Images break the rules."};
    if (counts_problems(report) != 0)
        return (struct outcome_words){STANDING_DENIED, "Not everything could be read."};
    if (report->levels[REPORT_WARNING] != 0)
        return (struct outcome_words){STANDING_WARNED, "No image is denied; some are warned of."};
    return (struct outcome_words){STANDING_ADMITTED, "Every image keeps the rules."};
}

/* "2026-11-24 03:00 UTC": a person needs no seconds. */
static void put_time(struct buffer *out, struct text time)
{
    struct text clock = time;
    struct text day = text_cut(&clock, 'T');
    if (time.len == 0)
        return;
    buffer_put(out, TEXT("<p class=\"muted\"><time datetime=\""));
    html_put(out, time);
    buffer_put(out, TEXT("\">"));
    html_put(out, day);
    buffer_put_char(out, ' ');
    html_put(out, text_slice(clock, 0, sizeof "03:00" - 1));
    buffer_put(out, TEXT(" UTC</time></p>\n"));
}

static void put_summary(const struct html_page *page)
{
    struct buffer *out = page->out;
    struct outcome_words words = outcome_of(page->report);
    buffer_put(out, TEXT("<header>\n<div class=\"head\">\n<h1>What runs where</h1>\n"));
    put_time(out, page->style->time);
    buffer_printf(out, "</div>\n<p class=\"outcome %s\">%s <span>", standing_name(words.standing),
                  words.sentence);
    counts_put_findings(out, page->report);
    buffer_put_char(out, ' ');
    counts_put_inputs(out, page->report);
    buffer_put(out, TEXT("</span></p>\n"));
    html_put_environments(page);
    buffer_put(out, TEXT("</header>\n"));
}

/* The choice works by style alone; the search appears with the script. */
static void put_filter(const struct html_page *page)
{
    if (page->row_count == 0 && page->report->finding_count == 0)
        return;
    buffer_put(
        page->out,
        TEXT("<div class=\"filter\">\n<fieldset>\n<legend>Show</legend>\n"
             "<label><input type=\"radio\" name=\"show\" id=\"show-all\" checked> all</label>\n"
             "<label><input type=\"radio\" name=\"show\" id=\"show-warned\"> denied and warned"
             "</label>\n"
             "<label><input type=\"radio\" name=\"show\" id=\"show-denied\"> denied</label>\n"
             "</fieldset>\n<div id=\"searching\" hidden>\n<label>Search "
             "<input type=\"search\" id=\"search\" autocomplete=\"off\" "
             "aria-describedby=\"shown\"></label>\n"
             "<span id=\"shown\" class=\"muted small\" role=\"status\"></span>\n</div>\n</div>\n"));
}

/* What a reader who is no engineer needs to understand the words above. */
static void put_classes(const struct html_page *page)
{
    struct buffer *out = page->out;
    bool used[TAG_CLASS_COUNT] = {false};
    for (size_t i = 0; i < page->row_count; i++)
        used[page->rows[i]->class] = true;
    if (page->row_count == 0)
        return;
    buffer_put(out, TEXT("<h2>What the classes mean</h2>\n<dl>\n"));
    for (unsigned i = 0; i < TAG_CLASS_COUNT; i++) {
        const struct rule *rule = rule_of_class((enum tag_class)i);
        if (used[i]) {
            buffer_printf(out, "<dt>%s</dt><dd>", rule->name);
            html_put_shown(out, text_from_string(rule->description));
            buffer_put(out, TEXT("</dd>\n"));
        }
    }
    buffer_put(out, TEXT("</dl>\n"));
}

static void put_page(const struct html_page *page)
{
    put_head(page);
    put_summary(page);
    buffer_put(page->out, TEXT("<main>\n"));
    put_filter(page);
    html_put_findings(page);
    html_put_problems(page);
    html_put_matrix(page);
    html_put_versions(page);
    put_classes(page);
    buffer_put(page->out, TEXT("</main>\n<footer class=\"muted small\">Written by release-gate "));
    html_put(page->out, text_from_string(page->style->version));
    buffer_put(page->out, TEXT(". This page loads nothing from anywhere.</footer>\n<script>"));
    buffer_put(page->out, html_script.bytes);
    buffer_put(page->out, TEXT("</script>\n</body>\n</html>\n"));
}

void format_html(const struct report *report, const struct report_style *style, struct buffer *out)
{
    struct html_page page = {
        .report = report,
        .style = style,
        .rows = inventory_sorted(&report->inventory),
        .row_count = report->inventory.row_count,
        .out = out,
    };
    if (page.rows == NULL) {
        out->failed = true;
        return;
    }
    put_page(&page);
    free(page.rows);
}
