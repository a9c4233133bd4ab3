#include "output_format.h"

#include "output.h"

static const struct text names[OUTPUT_FORMAT_COUNT] = {
    [OUTPUT_TEXT] = TEXT_INIT("text"),
    [OUTPUT_JSON] = TEXT_INIT("json"),
};

bool output_format_choose(const struct arguments *arguments, enum output_format *format)
{
    const char *name = arguments_value(arguments, "output");
    *format = OUTPUT_TEXT;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (name == NULL || text_equal(names[i], text_from_string(name))) {
            *format = (enum output_format)i;
            return true;
        }
    }
    output_complain_of_word("output format", text_from_string(name), names, ARRAY_LEN(names));
    return false;
}
