/* Bytes as JSON: what is taken is what json-c's own strict parser takes or stricter, and is read
 * back the same from what it is written as. */
#include <json-c/json.h>

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json_object *tree = NULL;
    struct error error = {0};
    if (json_read(fuzz_text(data, size), NULL, NULL, &tree, &error))
        check_again(tree);
    else
        MUST(tree == NULL && error.text[0] != '\0');
    json_object_put(tree);
    return 0;
}
