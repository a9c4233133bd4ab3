#include "put_image_uses.h"

void put_image_uses(struct buffer *out, const struct image_uses *uses)
{
    for (size_t i = 0; i < uses->count; i++) {
        const struct image_use *use = &uses->items[i];
        image_use_put_path(use, out);
        if (use->problem != NULL)
            buffer_printf(out, " %s\n", use->problem);
        else
            buffer_printf(out, "=%.*s\n", TEXT_ARGS(use->image));
    }
}
