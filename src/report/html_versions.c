#include "counts.h"
#include "finding_view.h"
#include "html_page.h"
#include "html_text.h"

enum { MAX_ROWS = 5000 };

static void put_place(struct buffer *out, const struct inventory_place *place)
{
    struct buffer object = {0};
    object_put_name(&object, place->kind, place->namespace, place->name);
    html_put_shown(out, buffer_text(&object));
    if (place->container.len != 0) {
        buffer_put(out, TEXT(" <span class=\"small\">("));
        html_put(out, place->container);
        buffer_put(out, TEXT(")</span>"));
    }
    out->failed = out->failed || object.failed;
    buffer_release(&object);
}

static void put_places(struct buffer *out, const struct inventory_row *row)
{
    html_put_cell(out, "Where");
    if (row->container_count == 1 && row->place_count == 1) {
        put_place(out, row->places);
        buffer_put(out, TEXT("</td>"));
        return;
    }
    buffer_put(out, TEXT("<details><summary>"));
    count_put(out, row->object_count, "object");
    buffer_put(out, TEXT("</summary><ul>"));
    for (const struct inventory_place *place = row->places; place != NULL; place = place->next) {
        buffer_put(out, TEXT("<li>"));
        put_place(out, place);
        buffer_put(out, TEXT("</li>"));
    }
    if (row->container_count > row->place_count)
        buffer_printf(out, "<li>and %zu more</li>", row->container_count - row->place_count);
    buffer_put(out, TEXT("</ul></details></td>"));
}

static void put_row(struct buffer *out, const struct inventory_row *row)
{
    const char *standing = standing_name(inventory_row_standing(row));
    buffer_printf(out,
                  "<tr role=\"row\" class=\"%s\" data-standing=\"%s\">"
                  "<th role=\"rowheader\" scope=\"row\">",
                  standing, standing);
    html_put_application(out, row);
    buffer_put(out, TEXT("</th>"));
    html_put_cell(out, "Environment");
    html_put(out, row->environment);
    buffer_put(out, TEXT("</td>"));
    html_put_cell(out, "Version");
    html_put_version(out, row);
    buffer_put(out, TEXT("</span></td>"));
    html_put_cell(out, "Class");
    buffer_printf(out, "%s</td>", tag_class_name(row->class));
    buffer_printf(out, "<td role=\"cell\" data-label=\"Containers\" class=\"number\">%zu</td>",
                  row->container_count);
    put_places(out, row);
    buffer_put(out, TEXT("</tr>\n"));
}

void html_put_versions(const struct html_page *page)
{
    struct buffer *out = page->out;
    size_t shown = page->row_count < MAX_ROWS ? page->row_count : MAX_ROWS;
    if (page->row_count == 0)
        return;
    buffer_put(out, TEXT("<h2 id=\"versions\">Every version, and where it is</h2>\n"
                         "<table role=\"table\" aria-labelledby=\"versions\">\n"
                         "<thead role=\"rowgroup\"><tr role=\"row\">"
                         "<th role=\"columnheader\" scope=\"col\">Application</th>"
                         "<th role=\"columnheader\" scope=\"col\">Environment</th>"
                         "<th role=\"columnheader\" scope=\"col\">Version</th>"
                         "<th role=\"columnheader\" scope=\"col\">Class</th>"
                         "<th role=\"columnheader\" scope=\"col\" class=\"number\">Containers</th>"
                         "<th role=\"columnheader\" scope=\"col\">Where</th>"
                         "</tr></thead>\n<tbody role=\"rowgroup\">\n"));
    for (size_t i = 0; i < shown; i++)
        put_row(out, page->rows[i]);
    buffer_put(out, TEXT("</tbody></table>\n"));
    size_t dropped = page->report->inventory.dropped_containers;
    if (shown < page->row_count)
        buffer_printf(out, "<p>and %zu more rows</p>\n", page->row_count - shown);
    if (dropped != 0)
        buffer_printf(out, "<p>and %zu containers with further versions</p>\n", dropped);
}
