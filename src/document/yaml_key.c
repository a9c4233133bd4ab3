#include "yaml_key.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How Go writes a float32 with the fewest digits (strconv, 'g' with precision -1): below 1e-4 and
 * from 1e+06 on with an exponent. */
enum { FLOAT_DIGITS = 9, EXPONENT_MIN = -4, EXPONENT_MAX = 6 };

static int exponent_in(const char *scientific)
{
    const char *mark = strchr(scientific, 'e');
    return mark != NULL ? (int)strtol(mark + 1, NULL, 10) : 0;
}

static const char *real_name(double real, struct yaml_key_scratch *scratch)
{
    float wanted = (float)real;
    int digits = 0;
    do {
        snprintf(scratch->bytes, sizeof scratch->bytes, "%.*e", digits++, (double)wanted);
    } while (digits < FLOAT_DIGITS && strtof(scratch->bytes, NULL) != wanted);

    int exponent = exponent_in(scratch->bytes);
    int decimals = digits - 1 > exponent ? digits - 1 - exponent : 0;
    if (exponent >= EXPONENT_MIN && exponent < EXPONENT_MAX)
        snprintf(scratch->bytes, sizeof scratch->bytes, "%.*f", decimals, (double)wanted);
    return scratch->bytes;
}

static const char *integer_name(int64_t integer, struct yaml_key_scratch *scratch)
{
    snprintf(scratch->bytes, sizeof scratch->bytes, "%" PRId64, integer);
    return scratch->bytes;
}

/* json-c would let a NUL end the name. */
static const char *string_name(struct json_object *string)
{
    const char *name = json_object_get_string(string);
    return strlen(name) == (size_t)json_object_get_string_len(string) ? name : NULL;
}

const char *yaml_key_name(struct json_object *key, struct yaml_key_scratch *scratch)
{
    switch (json_object_get_type(key)) {
    case json_type_string:
        return string_name(key);
    case json_type_int:
        return integer_name(json_object_get_int64(key), scratch);
    case json_type_double:
        return real_name(json_object_get_double(key), scratch);
    case json_type_boolean:
        return json_object_get_boolean(key) ? "true" : "false";
    case json_type_null:
    case json_type_object:
    case json_type_array:
        return NULL;
    }
    return NULL;
}
