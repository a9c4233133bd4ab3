/* html_page.h - the parts of the HTML page, in the order in which they stand in it. */
#ifndef REPORT_HTML_PAGE_H
#define REPORT_HTML_PAGE_H

#include "report/report.h"

/* What the parts are made of. Borrowed. */
struct html_page {
    const struct report *report;
    const struct report_style *style;
    const struct inventory_row **rows; /* inventory_sorted */
    size_t row_count;
    struct buffer *out;
};

/* How each environment stands: a card for each. */
void html_put_environments(const struct html_page *page);

/* A table of what breaks the rules, the worst first. */
void html_put_findings(const struct html_page *page);

/* Applications by environments: which version is where. */
void html_put_matrix(const struct html_page *page);

/* A row for each version, with the places where it stands. */
void html_put_versions(const struct html_page *page);

/* Input that could not be read. */
void html_put_problems(const struct html_page *page);

/* The environments that have images, in their order. The caller frees the list; NULL, and the
 * output has failed, when there is no memory. */
struct text *html_page_environments(const struct html_page *page, size_t *count);

#endif
