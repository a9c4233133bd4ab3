#include "uri.h"

#include "base/ascii.h"
#include "finding_view.h"

bool uri_is_absolute(struct text path)
{
    return text_starts_with(path, TEXT("/"));
}

/* Section 2.3, and the '/' between folders. */
static bool is_plain(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
}

void uri_put(struct buffer *out, struct text path)
{
    struct text file = place_file(path);
    if (uri_is_absolute(file))
        buffer_put(out, TEXT("file://"));
    for (size_t i = 0; i < file.len; i++) {
        if (is_plain(file.ptr[i]))
            buffer_put_char(out, file.ptr[i]);
        else
            buffer_printf(out, "%%%02X", (unsigned char)file.ptr[i]);
    }
}
