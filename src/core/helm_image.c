#include "helm_image.h"

#include "core/image_ref.h"
#include "placeholder.h"

/* The first that matches wins. */
static const struct {
    struct text name;
    bool is_suffix; /* else the whole name */
    enum helm_name says;
} names[] = {
    {TEXT_INIT("image"), false, HELM_NAME_IMAGE},
    {TEXT_INIT("Image"), true, HELM_NAME_IMAGE},
    {TEXT_INIT("_image"), true, HELM_NAME_IMAGE},
    {TEXT_INIT("-image"), true, HELM_NAME_IMAGE},
    {TEXT_INIT("imageTag"), false, HELM_NAME_IMAGE_TAG},
    {TEXT_INIT("ImageTag"), true, HELM_NAME_IMAGE_TAG},
    {TEXT_INIT("images"), false, HELM_NAME_IMAGES},
    {TEXT_INIT("registry"), false, HELM_NAME_PART},
    {TEXT_INIT("repository"), false, HELM_NAME_PART},
    {TEXT_INIT("tag"), false, HELM_NAME_PART},
    {TEXT_INIT("digest"), false, HELM_NAME_PART},
};

enum helm_name helm_name_of(struct text name)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (names[i].is_suffix ? text_ends_with(name, names[i].name)
                               : text_equal(name, names[i].name))
            return names[i].says;
    }
    return HELM_NAME_OTHER;
}

struct text helm_name_without_tag(struct text name)
{
    return text_slice(name, 0, name.len - TEXT("Tag").len);
}

/* "sha256:" is often left out of a digest that has a field of its own. */
static void put_image(struct buffer *out, const struct helm_image *parts)
{
    bool has_registry = parts->registry.len != 0 && parts->repository.len != 0;
    if (has_registry)
        buffer_printf(out, "%.*s/", TEXT_ARGS(parts->registry));
    buffer_put(out, parts->repository.len != 0 ? parts->repository : TEXT("image"));
    if (parts->tag.len != 0)
        buffer_printf(out, ":%.*s", TEXT_ARGS(parts->tag));
    if (parts->digest.len != 0)
        buffer_printf(out, "@%s%.*s", text_contains(parts->digest, TEXT(":")) ? "" : "sha256:",
                      TEXT_ARGS(parts->digest));
}

struct text helm_image_text(struct image_collector *collector, const struct helm_image *image)
{
    struct buffer text = {0};
    put_image(&text, image);
    return collector_keep(collector, &text);
}

bool helm_text_is_url(struct text text)
{
    return text_contains(text, TEXT("://")) || text_starts_with(text, TEXT("data:")) ||
           text_starts_with(text, TEXT("git@"));
}

bool helm_text_is_image(struct text text)
{
    struct image_ref ref;
    if (text.len == 0 || helm_text_is_url(text))
        return false;
    if (placeholder_is_in(text))
        return true;
    return image_ref_parse(text, &ref) == IMAGE_REF_VALID && (ref.tag.len | ref.digest.len) != 0;
}
