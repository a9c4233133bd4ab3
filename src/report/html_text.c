#include "html_text.h"

#include "base/escape.h"
#include "xml_text.h"

/* "sha256:" and twelve digits tell digests apart. */
enum { MAX_VERSION_BYTES = 40, MAX_DIGEST_BYTES = 19 };

void html_put_shown(struct buffer *out, struct text shown)
{
    xml_text_put(out, shown);
}

static void put_cut(struct buffer *out, struct text text, size_t max_bytes)
{
    struct buffer shown = {0};
    escape_for_terminal(&shown, text, max_bytes);
    xml_text_put(out, buffer_text(&shown));
    out->failed = out->failed || shown.failed;
    buffer_release(&shown);
}

void html_put(struct buffer *out, struct text text)
{
    put_cut(out, text, 0);
}

static void put_title(struct buffer *out, struct text text, size_t max_bytes)
{
    if (text.len <= max_bytes)
        return;
    buffer_put(out, TEXT(" title=\""));
    html_put(out, text);
    buffer_put_char(out, '"');
}

void html_put_code(struct buffer *out, struct text text, size_t max_bytes)
{
    if (text.len == 0)
        return;
    buffer_put(out, TEXT("<code"));
    put_title(out, text, max_bytes);
    buffer_put_char(out, '>');
    put_cut(out, text, max_bytes);
    buffer_put(out, TEXT("</code>"));
}

void html_put_application(struct buffer *out, const struct inventory_row *row)
{
    struct text application = row->application;
    size_t slash = text_find_last(application, '/');
    bool has_path = row->class != TAG_INVALID && slash < application.len;
    size_t start = has_path ? slash + 1 : 0;
    put_cut(out, text_slice(application, start, application.len), MAX_VERSION_BYTES * 2);
    if (!has_path)
        return;
    buffer_put(out, TEXT(" <span class=\"muted small\">"));
    put_cut(out, text_slice(application, 0, start), MAX_VERSION_BYTES * 2);
    buffer_put(out, TEXT("</span>"));
}

void html_put_version(struct buffer *out, const struct inventory_row *row)
{
    const char *standing = standing_name(inventory_row_standing(row));
    size_t max_bytes = row->class == TAG_DIGEST ? MAX_DIGEST_BYTES : MAX_VERSION_BYTES;
    buffer_printf(out, "<span class=\"chip %s\"", standing);
    put_title(out, row->version, max_bytes);
    buffer_printf(out, "><span class=\"unseen\">%s: </span><span class=\"version\">", standing);
    if (row->version.len != 0)
        put_cut(out, row->version, max_bytes);
    else
        buffer_printf(out, "(%s)", tag_class_name(row->class));
    buffer_put(out, TEXT("</span>"));
}

void html_put_cell(struct buffer *out, const char *label)
{
    buffer_printf(out, "<td role=\"cell\" data-label=\"%s\">", label);
}
