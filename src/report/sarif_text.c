#include "sarif_text.h"

void sarif_text_put(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '(' && i > 0 && text.ptr[i - 1] == ']')
            buffer_put_char(out, ' ');
        if (c == '{' || c == '}')
            buffer_put_char(out, c);
        buffer_put_char(out, c);
    }
}
