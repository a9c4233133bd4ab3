/* An image reference: its parts are slices of it that make it up again. */
#include <string.h>

#include "core/image_ref.h"
#include "fuzz.h"

static bool is_slice(struct text part, struct text whole)
{
    return part.len == 0 || (part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len);
}

/* name[:tag][@digest], with nothing left over. */
static void check_parts(struct text source, const struct image_ref *ref)
{
    size_t len = ref->name.len;
    MUST(is_slice(ref->name, source) && is_slice(ref->registry, source));
    MUST(is_slice(ref->repository, source) && is_slice(ref->tag, source));
    MUST(is_slice(ref->digest, source));
    MUST(ref->repository.len != 0 && ref->name.ptr == source.ptr);
    MUST(ref->name.len ==
         ref->repository.len + (ref->registry.len != 0 ? ref->registry.len + 1 : 0));
    if (ref->tag.len != 0) {
        MUST(source.ptr[len] == ':' && ref->tag.ptr == source.ptr + len + 1);
        len += 1 + ref->tag.len;
    }
    if (ref->digest.len != 0) {
        MUST(source.ptr[len] == '@' && ref->digest.ptr == source.ptr + len + 1);
        len += 1 + ref->digest.len;
    }
    MUST(len == source.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct image_ref ref;
    struct text source = fuzz_text(data, size);
    enum image_ref_fault fault = image_ref_parse(source, &ref);
    MUST(fault < IMAGE_REF_FAULT_COUNT);
    if (fault == IMAGE_REF_VALID) {
        check_parts(source, &ref);
        MUST(memchr(source.ptr, '\0', source.len) == NULL);
        (void)image_ref_is_pullable(&ref);
    } else {
        MUST(ref.name.len + ref.repository.len + ref.tag.len + ref.digest.len == 0);
        MUST(image_ref_fault_text(fault)[0] != '\0');
    }
    return 0;
}
