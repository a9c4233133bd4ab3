#include "placeholder.h"

#include "base/buffer.h"

static const struct {
    struct text opening;
    struct text closing;
} forms[] = {
    {TEXT_INIT("{{"), TEXT_INIT("}}")},
    {TEXT_INIT("$("), TEXT_INIT(")")},
    {TEXT_INIT("${"), TEXT_INIT("}")},
    {TEXT_INIT("<<"), TEXT_INIT(">>")},
};

/* The length of the placeholder that `text` begins with; one that is not closed takes the rest. */
static size_t placeholder_length(struct text text)
{
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        if (!text_starts_with(text, forms[i].opening))
            continue;
        for (size_t at = forms[i].opening.len; at < text.len; at++) {
            if (text_starts_with(text_slice(text, at, text.len), forms[i].closing))
                return at + forms[i].closing.len;
        }
        return text.len;
    }
    return 0;
}

bool placeholder_is_in(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (placeholder_length(text_slice(text, i, text.len)) != 0)
            return true;
    }
    return false;
}

/* Each placeholder becomes a letter, which every part of a name may hold. */
static void put_filled(struct buffer *out, struct text text)
{
    while (text.len != 0) {
        size_t length = placeholder_length(text);
        buffer_put_char(out, length != 0 ? 'x' : text.ptr[0]);
        text = text_slice(text, length != 0 ? length : 1, text.len);
    }
}

/* Where the tag or the digest begins, behind its ':' or '@'; the length if there is neither. Both
 * signs may stand in a placeholder, too. */
static size_t find_version(struct text image)
{
    size_t found = image.len;
    for (size_t i = 0; i < image.len; i++) {
        size_t length = placeholder_length(text_slice(image, i, image.len));
        if (length != 0) {
            i += length - 1;
            continue;
        }
        if (image.ptr[i] == '/')
            found = image.len;
        else if ((image.ptr[i] == ':' || image.ptr[i] == '@') && found == image.len)
            found = i + 1;
    }
    return found;
}

bool placeholder_literal_image(struct text image, struct arena *arena, struct text *literal)
{
    struct text version = text_slice(image, find_version(image), image.len);
    *literal = (struct text){0};
    if (version.len == 0 || placeholder_is_in(version))
        return true;
    struct buffer filled = {0};
    put_filled(&filled, image);
    bool done = !filled.failed && arena_copy_text(arena, buffer_text(&filled), literal);
    buffer_release(&filled);
    return done;
}
