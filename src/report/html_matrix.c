#include <stdlib.h>

#include "counts.h"
#include "html_page.h"
#include "html_text.h"

enum { MAX_APPLICATIONS = 2000, MAX_VERSIONS = 8 };

/* ---- The environments. */

struct text *html_page_environments(const struct html_page *page, size_t *count)
{
    const struct inventory *inventory = &page->report->inventory;
    size_t ranks = inventory->environments.count + inventory->row_count;
    struct text *found = calloc(ranks + 1, sizeof *found);
    *count = 0;
    if (found == NULL) {
        page->out->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < page->row_count; i++) {
        struct text name = page->rows[i]->environment;
        found[inventory_environment_rank(inventory, name)] = name;
    }
    for (size_t i = 0; i < ranks; i++) {
        if (found[i].len != 0)
            found[(*count)++] = found[i];
    }
    return found;
}

/* ---- A card for each. */

struct sums {
    size_t containers;
    size_t standings[STANDING_COUNT];
};

static struct sums sum_of(const struct html_page *page, struct text environment)
{
    struct sums sums = {0};
    for (size_t i = 0; i < page->row_count; i++) {
        const struct inventory_row *row = page->rows[i];
        if (!text_equal(row->environment, environment))
            continue;
        sums.containers += row->container_count;
        for (unsigned standing = 0; standing < STANDING_COUNT; standing++)
            sums.standings[standing] += row->standings[standing];
    }
    return sums;
}

static enum standing worst_of(const struct sums *sums)
{
    unsigned standing = STANDING_DENIED;
    while (standing < STANDING_ADMITTED && sums->standings[standing] == 0)
        standing++;
    return (enum standing)standing;
}

static void put_card(const struct html_page *page, struct text environment)
{
    struct buffer *out = page->out;
    struct sums sums = sum_of(page, environment);
    buffer_printf(out, "<li class=\"%s\"><h3>", standing_name(worst_of(&sums)));
    html_put(out, environment);
    buffer_put(out, TEXT("</h3><p>"));
    for (unsigned standing = 0; standing < STANDING_COUNT; standing++) {
        const char *name = standing_name((enum standing)standing);
        if (sums.standings[standing] != 0)
            buffer_printf(out, "<span class=\"chip %s\">%zu %s</span>", name,
                          sums.standings[standing], name);
    }
    buffer_put(out, TEXT("</p><p class=\"muted small\">"));
    count_put(out, sums.containers, "container");
    buffer_put(out, TEXT("</p></li>\n"));
}

void html_put_environments(const struct html_page *page)
{
    size_t count;
    struct text *environments = html_page_environments(page, &count);
    if (environments != NULL && count != 0) {
        buffer_put(page->out, TEXT("<ul class=\"environments\" aria-label=\"Environments\">\n"));
        for (size_t i = 0; i < count; i++)
            put_card(page, environments[i]);
        buffer_put(page->out, TEXT("</ul>\n"));
    }
    free(environments);
}

/* ---- Applications by environments. */

/* The rows of one application: they stand side by side. */
struct application {
    const struct inventory_row **rows;
    size_t count;
};

static struct application application_at(const struct html_page *page, size_t first)
{
    struct application application = {page->rows + first, 0};
    struct text name = page->rows[first]->application;
    while (first + application.count < page->row_count &&
           text_equal(page->rows[first + application.count]->application, name))
        application.count++;
    return application;
}

static void put_versions(struct buffer *out, const struct application *application,
                         struct text environment)
{
    size_t count = 0;
    buffer_put(out, TEXT("<td role=\"cell\" data-label=\""));
    html_put(out, environment);
    buffer_put(out, TEXT("\">"));
    for (size_t i = 0; i < application->count; i++) {
        const struct inventory_row *row = application->rows[i];
        if (!text_equal(row->environment, environment) || count++ >= MAX_VERSIONS)
            continue;
        html_put_version(out, row);
        if (row->container_count > 1)
            buffer_printf(out, " <span class=\"count\">×%zu</span>", row->container_count);
        buffer_put(out, TEXT("</span>"));
    }
    if (count > MAX_VERSIONS)
        buffer_printf(out, "<span class=\"muted small\">and %zu more</span>", count - MAX_VERSIONS);
    buffer_put(out, TEXT("</td>"));
}

static void put_application(struct buffer *out, const struct application *application,
                            const struct text *environments, size_t environment_count)
{
    enum standing worst = STANDING_ADMITTED;
    for (size_t i = 0; i < application->count; i++) {
        enum standing standing = inventory_row_standing(application->rows[i]);
        worst = standing < worst ? standing : worst;
    }
    const char *name = standing_name(worst);
    buffer_printf(out,
                  "<tr role=\"row\" class=\"%s\" data-standing=\"%s\">"
                  "<th role=\"rowheader\" scope=\"row\">",
                  name, name);
    html_put_application(out, application->rows[0]);
    buffer_put(out, TEXT("</th>"));
    for (size_t i = 0; i < environment_count; i++)
        put_versions(out, application, environments[i]);
    buffer_put(out, TEXT("</tr>\n"));
}

static void put_header(struct buffer *out, const struct text *environments, size_t count)
{
    buffer_put(out, TEXT("<table role=\"table\" aria-labelledby=\"matrix\">\n"
                         "<thead role=\"rowgroup\"><tr role=\"row\">"
                         "<th role=\"columnheader\" scope=\"col\">Application</th>"));
    for (size_t i = 0; i < count; i++) {
        buffer_put(out, TEXT("<th role=\"columnheader\" scope=\"col\">"));
        html_put(out, environments[i]);
        buffer_put(out, TEXT("</th>"));
    }
    buffer_put(out, TEXT("</tr></thead>\n<tbody role=\"rowgroup\">\n"));
}

static void put_table(const struct html_page *page, const struct text *environments, size_t count)
{
    size_t applications = 0;
    size_t left_out = 0;
    put_header(page->out, environments, count);
    for (size_t first = 0; first < page->row_count;) {
        struct application application = application_at(page, first);
        if (applications++ < MAX_APPLICATIONS)
            put_application(page->out, &application, environments, count);
        else
            left_out++;
        first += application.count;
    }
    buffer_put(page->out, TEXT("</tbody></table>\n"));
    if (left_out != 0)
        buffer_printf(page->out, "<p>and %zu more applications</p>\n", left_out);
}

void html_put_matrix(const struct html_page *page)
{
    size_t count;
    struct text *environments = html_page_environments(page, &count);
    if (environments != NULL && count != 0) {
        buffer_put(page->out, TEXT("<h2 id=\"matrix\">Versions by environment</h2>\n"
                                   "<p class=\"muted\">Which version of each application is "
                                   "where; × is the number of containers.</p>\n"));
        put_table(page, environments, count);
    }
    free(environments);
}
