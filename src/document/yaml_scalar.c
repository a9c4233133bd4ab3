#include "yaml_scalar.h"

#include <math.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "number.h"

#define WORD(literal)                                                                              \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/* resolve.go, resolveMapList. */
static const struct {
    struct text word;
    struct yaml_scalar scalar;
} words[] = {
    {WORD(""), {.type = SCALAR_NULL}},
    {WORD("~"), {.type = SCALAR_NULL}},
    {WORD("null"), {.type = SCALAR_NULL}},
    {WORD("Null"), {.type = SCALAR_NULL}},
    {WORD("NULL"), {.type = SCALAR_NULL}},
    {WORD("y"), {.type = SCALAR_BOOL, .truth = true}},
    {WORD("Y"), {.type = SCALAR_BOOL, .truth = true}},
    {WORD("yes"), {.type = SCALAR_BOOL, .truth = true}},
    {WORD("Yes"), {.type = SCALAR_BOOL, .truth = true}},
    {WORD("YES"), {.type = SCALAR_BOOL, .truth = true}},
    {WORD("true"), {.type = SCALAR_BOOL, .truth = true}},
    {WORD("True"), {.type = SCALAR_BOOL, .truth = true}},
    {WORD("TRUE"), {.type = SCALAR_BOOL, .truth = true}},
    {WORD("on"), {.type = SCALAR_BOOL, .truth = true}},
    {WORD("On"), {.type = SCALAR_BOOL, .truth = true}},
    {WORD("ON"), {.type = SCALAR_BOOL, .truth = true}},
    {WORD("n"), {.type = SCALAR_BOOL}},
    {WORD("N"), {.type = SCALAR_BOOL}},
    {WORD("no"), {.type = SCALAR_BOOL}},
    {WORD("No"), {.type = SCALAR_BOOL}},
    {WORD("NO"), {.type = SCALAR_BOOL}},
    {WORD("false"), {.type = SCALAR_BOOL}},
    {WORD("False"), {.type = SCALAR_BOOL}},
    {WORD("FALSE"), {.type = SCALAR_BOOL}},
    {WORD("off"), {.type = SCALAR_BOOL}},
    {WORD("Off"), {.type = SCALAR_BOOL}},
    {WORD("OFF"), {.type = SCALAR_BOOL}},
    {WORD(".nan"), {.type = SCALAR_NOT_FINITE}},
    {WORD(".NaN"), {.type = SCALAR_NOT_FINITE}},
    {WORD(".NAN"), {.type = SCALAR_NOT_FINITE}},
    {WORD(".inf"), {.type = SCALAR_NOT_FINITE}},
    {WORD(".Inf"), {.type = SCALAR_NOT_FINITE}},
    {WORD(".INF"), {.type = SCALAR_NOT_FINITE}},
    {WORD("+.inf"), {.type = SCALAR_NOT_FINITE}},
    {WORD("+.Inf"), {.type = SCALAR_NOT_FINITE}},
    {WORD("+.INF"), {.type = SCALAR_NOT_FINITE}},
    {WORD("-.inf"), {.type = SCALAR_NOT_FINITE}},
    {WORD("-.Inf"), {.type = SCALAR_NOT_FINITE}},
    {WORD("-.INF"), {.type = SCALAR_NOT_FINITE}},
};

enum { LONGEST_WORD = 5 };

static bool read_word(struct text source, struct yaml_scalar *scalar)
{
    if (source.len > LONGEST_WORD)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (text_equal(words[i].word, source)) {
            *scalar = words[i].scalar;
            return true;
        }
    }
    return false;
}

/* In the order of strconv.ParseInt with base 0; a leading zero alone means octal. */
static const struct {
    struct text prefix;
    unsigned base;
} bases[] = {
    {WORD("0x"), 16}, {WORD("0X"), 16}, {WORD("0o"), 8}, {WORD("0O"), 8},
    {WORD("0b"), 2},  {WORD("0B"), 2},  {WORD("0"), 8},  {WORD(""), 10},
};

static unsigned cut_prefix(struct text *digits)
{
    size_t i = 0;
    while (!text_starts_with(*digits, bases[i].prefix) ||
           (bases[i].prefix.len == 1 && digits->len == 1)) /* "0" itself */
        i++;
    *digits = text_slice(*digits, bases[i].prefix.len, digits->len);
    return bases[i].base;
}

static unsigned digit_value(char c)
{
    if (ascii_is_digit(c))
        return (unsigned)(c - '0');
    return ascii_is_hex(c) ? (unsigned)(ascii_to_lower(c) - 'a') + 10 : 16;
}

static bool read_digits(struct text digits, unsigned base, uint64_t *magnitude)
{
    *magnitude = 0;
    for (size_t i = 0; i < digits.len; i++) {
        unsigned digit = digit_value(digits.ptr[i]);
        if (digit >= base || __builtin_mul_overflow(*magnitude, base, magnitude) ||
            __builtin_add_overflow(*magnitude, digit, magnitude))
            return false;
    }
    return digits.len != 0;
}

static bool is_sign(char c)
{
    return c == '+' || c == '-';
}

static struct text without_sign(struct text source)
{
    return text_slice(source, source.len != 0 && is_sign(source.ptr[0]), source.len);
}

/* What 64 bits with a sign cannot hold, but without one can, the API server reads as a double. */
static bool read_integer(struct text source, struct yaml_scalar *scalar)
{
    bool is_negative = text_starts_with(source, TEXT("-"));
    struct text digits = without_sign(source);
    bool has_sign = digits.len != source.len;
    unsigned base = cut_prefix(&digits);
    uint64_t magnitude;
    if (!read_digits(digits, base, &magnitude))
        return false;

    *scalar = (struct yaml_scalar){.type = SCALAR_INTEGER};
    if (magnitude <= (uint64_t)INT64_MAX + is_negative) {
        scalar->integer = (int64_t)(is_negative ? 0 - magnitude : magnitude);
        return true;
    }
    *scalar = (struct yaml_scalar){.type = SCALAR_REAL, .real = (double)magnitude};
    return !has_sign;
}

static size_t end_of_digits(struct text text, size_t at)
{
    while (at < text.len && ascii_is_digit(text.ptr[at]))
        at++;
    return at;
}

/* resolve.go, yamlStyleFloat: [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? */
static bool is_real(struct text source)
{
    struct text text = without_sign(source);
    size_t whole = end_of_digits(text, 0);
    size_t at = whole;
    if (at < text.len && text.ptr[at] == '.')
        at = end_of_digits(text, at + 1);
    if (whole == 0 && at < 2)
        return false;
    if (at == text.len || ascii_to_lower(text.ptr[at]) != 'e')
        return at == text.len;

    struct text exponent = without_sign(text_slice(text, at + 1, text.len));
    return exponent.len != 0 && end_of_digits(exponent, 0) == exponent.len;
}

static void set_real(struct yaml_scalar *scalar, double real)
{
    const double too_large = 9223372036854775808.0; /* 2^63 */
    *scalar = (struct yaml_scalar){.type = SCALAR_REAL, .real = real};
    if (trunc(real) == real && real > -too_large && real < too_large)
        *scalar = (struct yaml_scalar){.type = SCALAR_INTEGER, .integer = (int64_t)real};
}

/* `digits` is the source without underscores. */
static void read_number(const char *digits, struct yaml_scalar *scalar)
{
    struct text text = text_from_string(digits);
    double real;
    if (read_integer(text, scalar))
        return;
    *scalar = (struct yaml_scalar){.type = SCALAR_STRING};
    if (is_real(text) && number_read(digits, &real))
        set_real(scalar, real);
}

/* After a leading point Go lets an underscore stand between digits only. */
static bool has_loose_underscore(struct text source)
{
    for (size_t i = 0; i < source.len; i++) {
        if (source.ptr[i] == '_' && (i == 0 || !ascii_is_digit(source.ptr[i - 1]) ||
                                     i + 1 == source.len || !ascii_is_digit(source.ptr[i + 1])))
            return true;
    }
    return false;
}

static bool may_be_number(struct text source)
{
    char first = source.ptr[0];
    if (first == '.')
        return !has_loose_underscore(source);
    return ascii_is_digit(first) || is_sign(first);
}

bool yaml_scalar_read(struct text source, struct yaml_scalar *scalar)
{
    *scalar = (struct yaml_scalar){.type = SCALAR_STRING};
    if (read_word(source, scalar) || !may_be_number(source))
        return true;

    struct buffer digits = {0};
    while (source.ptr != NULL)
        buffer_put(&digits, text_cut(&source, '_'));
    char *plain = buffer_take(&digits, NULL);
    if (plain == NULL)
        return false;
    read_number(plain, scalar);
    free(plain);
    return true;
}

/* resolve.go, resolvableTag; an integer may be called a float. */
static const struct {
    struct text tag;
    bool allows[SCALAR_NOT_FINITE + 1];
} tags[] = {
    {WORD("tag:yaml.org,2002:null"), {[SCALAR_NULL] = true}},
    {WORD("tag:yaml.org,2002:bool"), {[SCALAR_BOOL] = true}},
    {WORD("tag:yaml.org,2002:int"), {[SCALAR_INTEGER] = true}},
    {WORD("tag:yaml.org,2002:float"),
     {[SCALAR_INTEGER] = true, [SCALAR_REAL] = true, [SCALAR_NOT_FINITE] = true}},
};

bool yaml_tag_is_typed(struct text tag)
{
    for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
        if (text_equal(tags[i].tag, tag))
            return true;
    }
    return false;
}

bool yaml_tag_allows(struct text tag, enum scalar_type type)
{
    for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
        if (text_equal(tags[i].tag, tag))
            return tags[i].allows[type];
    }
    return false;
}
