/* Bytes as JSON: what is taken is what json-c's own strict parser takes or stricter, and is read
 * back the same from what it is written as. Bytes that nobody wants nodes of are held to the same
 * rules, with the same words. */
#include <json-c/json.h>
#include <string.h>

#include "document/json.h"
#include "fuzz.h"

static void check_again(struct json_object *tree)
{
    struct json_object *again = NULL;
    struct error error = {0};
    const char *written = json_object_to_json_string_ext(tree, JSON_C_TO_STRING_PLAIN);
    MUST(json_read(text_from_string(written), NULL, NULL, &again, &error));
    MUST(json_object_equal(tree, again));
    json_object_put(again);
}

static void check_skipped(struct text bytes, bool was_read, const struct error *want)
{
    static const struct wanted nothing = {0};
    const struct json_selection selection = {.wanted = &nothing, .max_containers = SIZE_MAX};
    struct json_object *tree = NULL;
    struct error error = {0};
    MUST(json_read_selection(bytes, &selection, &tree, &error) == was_read);
    MUST(error.kind == want->kind && error.line == want->line && error.column == want->column);
    MUST(strcmp(error.text, want->text) == 0);
    json_object_put(tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json_object *tree = NULL;
    struct error error = {0};
    bool was_read = json_read(fuzz_text(data, size), NULL, NULL, &tree, &error);
    check_skipped(fuzz_text(data, size), was_read, &error);
    if (was_read)
        check_again(tree);
    else
        MUST(tree == NULL && error.text[0] != '\0');
    json_object_put(tree);
    return 0;
}
