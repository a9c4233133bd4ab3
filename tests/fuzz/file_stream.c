/* The gate's side of the comparison with kubectl: frames as tests/fuzz/go/kubectl reads them, each
 * a file with its name. Answers each with one line of JSON: the objects with their images, and the
 * first error. */
#include <stdio.h>
#include <stdlib.h>

#include "base/escape.h"
#include "core/workload.h"
#include "document/manifest.h"
#include "document/yaml.h"
#include "frames.h"
#include "fuzz.h"

static void put_member(struct buffer *out, const char *key, struct text value)
{
    buffer_printf(out, "\"%s\":", key);
    escape_for_json(out, value);
    buffer_put_char(out, ',');
}

/* What cannot be read is judged like an image that nobody may run. */
static void put_images(struct buffer *out, const struct manifest *manifest, bool *is_readable)
{
    struct arena arena;
    struct image_uses uses;
    const char *comma = "";
    arena_init(&arena, FUZZ_ARENA_BYTES);
    const struct kind *kind = kind_find_built_in(manifest->group, manifest->kind);
    MUST(workload_images(manifest->object, kind, yaml_read_embedded, &arena, &uses));
    for (size_t i = 0; i < uses.count; i++) {
        *is_readable = *is_readable && uses.items[i].problem == NULL;
        buffer_put(out, text_from_string(comma));
        escape_for_json(out, uses.items[i].image);
        comma = ",";
    }
    arena_release(&arena);
}

static void put_object(struct buffer *out, const struct manifest *manifest)
{
    bool is_readable = true;
    buffer_put_char(out, '{');
    put_member(out, "kind", manifest->kind);
    put_member(out, "namespace", manifest->namespace);
    buffer_put(out, TEXT("\"images\":["));
    put_images(out, manifest, &is_readable);
    buffer_printf(out, "],\"readable\":%s}", is_readable ? "true" : "false");
}

static void put_objects(struct buffer *out, struct manifest_reader *reader, struct error *first)
{
    const char *comma = "";
    enum manifest_result result = MANIFEST_OBJECT;
    while (result != MANIFEST_END) {
        struct manifest manifest;
        struct error error = {0};
        result = manifest_reader_next(reader, &manifest, NULL, &error);
        if (result == MANIFEST_FAILED && first->kind == ERROR_NONE)
            *first = error;
        if (result != MANIFEST_OBJECT)
            continue;
        buffer_put(out, text_from_string(comma));
        put_object(out, &manifest);
        comma = ",";
    }
}

static void answer(const char *name, struct text bytes)
{
    struct buffer out = {0};
    struct error error = {0};
    struct manifest_reader *reader = manifest_reader_new(bytes, text_from_string(name));
    MUST(reader != NULL);
    buffer_put(&out, TEXT("{\"objects\":["));
    put_objects(&out, reader, &error);
    buffer_put(&out, TEXT("],\"error\":"));
    escape_for_json(&out, text_from_string(error.text));
    buffer_put(&out, TEXT("}\n"));
    MUST(!out.failed && fwrite(out.bytes, 1, out.len, stdout) == out.len);
    buffer_release(&out);
    manifest_reader_free(reader);
}

int main(void)
{
    frames_answer(answer);
    return EXIT_SUCCESS;
}
