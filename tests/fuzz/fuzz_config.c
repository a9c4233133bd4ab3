/* A configuration: taken or refused with a reason; what is taken is read back the same from what
 * `config view` writes. */
#include "config/config.h"

#include "fuzz.h"

static struct config *parse(struct text bytes, const char *name)
{
    struct error_list errors;
    error_list_init(&errors, 20);
    struct config *config = config_parse(bytes, name, NULL, 0, &errors);
    MUST((config == NULL) == (errors.count + errors.dropped != 0));
    for (size_t i = 0; i < errors.count; i++)
        MUST(errors.items[i].text[0] != '\0');
    error_list_release(&errors);
    return config;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config *config = parse(fuzz_text(data, size), "config.yaml");
    struct buffer first = {0};
    struct buffer second = {0};
    if (config == NULL)
        return 0;
    config_put_yaml(config, &first);
    struct config *again = parse(buffer_text(&first), "view.yaml");
    MUST(again != NULL);
    config_put_yaml(again, &second);
    MUST(text_equal(buffer_text(&first), buffer_text(&second)));
    MUST(text_equal(text_from_string(config->policy->hash), text_from_string(again->policy->hash)));
    buffer_release(&first);
    buffer_release(&second);
    config_free(config);
    config_free(again);
    return 0;
}
