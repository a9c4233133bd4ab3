#include "quantity.h"

#include "base/ascii.h"

struct unit {
    struct text suffix;
    uint64_t factor;
};

/* What quantity_put_size uses comes first. */
static const struct unit size_units[] = {
    {TEXT_INIT("Gi"), 1ULL << 30}, {TEXT_INIT("Mi"), 1ULL << 20}, {TEXT_INIT("Ki"), 1ULL << 10},
    {TEXT_INIT("G"), 1000000000},  {TEXT_INIT("M"), 1000000},     {TEXT_INIT("k"), 1000},
};

enum { BINARY_UNITS = 3 };

/* "ms" before "m": the first that fits is taken. */
static const struct unit time_units[] = {
    {TEXT_INIT("ms"), 1},
    {TEXT_INIT("h"), 3600000},
    {TEXT_INIT("m"), 60000},
    {TEXT_INIT("s"), 1000},
};

/* "h", "m", "s", "ms". */
static const size_t time_units_from_large[] = {1, 2, 3, 0};

static size_t count_digits(struct text text)
{
    size_t count = 0;
    while (count < text.len && ascii_is_digit(text.ptr[count]))
        count++;
    return count;
}

bool quantity_read_number(struct text text, uint64_t *result)
{
    uint64_t sum = 0;
    *result = 0;
    if (text.len == 0 || count_digits(text) != text.len)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (__builtin_mul_overflow(sum, 10, &sum) ||
            __builtin_add_overflow(sum, (uint64_t)(text.ptr[i] - '0'), &sum))
            return false;
    }
    *result = sum;
    return true;
}

static bool read_with_unit(struct text digits, uint64_t factor, uint64_t *result)
{
    uint64_t number;
    *result = 0;
    return quantity_read_number(digits, &number) && !__builtin_mul_overflow(number, factor, result);
}

static const struct unit *size_unit_of(struct text suffix)
{
    for (size_t i = 0; i < ARRAY_LEN(size_units); i++) {
        if (text_equal(suffix, size_units[i].suffix))
            return &size_units[i];
    }
    return NULL;
}

bool quantity_read_size(struct text text, uint64_t *bytes)
{
    size_t digits = count_digits(text);
    if (digits == text.len)
        return quantity_read_number(text, bytes);

    *bytes = 0;
    const struct unit *unit = size_unit_of(text_slice(text, digits, text.len));
    return unit != NULL && read_with_unit(text_slice(text, 0, digits), unit->factor, bytes);
}

static const struct unit *leading_time_unit(struct text text)
{
    for (size_t i = 0; i < ARRAY_LEN(time_units); i++) {
        if (text_starts_with(text, time_units[i].suffix))
            return &time_units[i];
    }
    return NULL;
}

bool quantity_read_duration(struct text text, uint64_t *milliseconds)
{
    uint64_t sum = 0;
    *milliseconds = 0;
    do {
        uint64_t part;
        size_t digits = count_digits(text);
        const struct unit *unit = leading_time_unit(text_slice(text, digits, text.len));
        if (unit == NULL || !read_with_unit(text_slice(text, 0, digits), unit->factor, &part) ||
            __builtin_add_overflow(sum, part, &sum))
            return false;
        text = text_slice(text, digits + unit->suffix.len, text.len);
    } while (text.len != 0);
    *milliseconds = sum;
    return true;
}

static bool is_leap_year(unsigned year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool is_day(unsigned year, unsigned month, unsigned day)
{
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year == 0 || month == 0 || month > ARRAY_LEN(days) || day == 0)
        return false;
    unsigned leap_day = month == 2 && is_leap_year(year) ? 1 : 0;
    return day <= days[month - 1] + leap_day;
}

/* Reads exactly `digits` digits up to the separator. */
static bool read_field(struct text *rest, size_t digits, unsigned *result)
{
    uint64_t number;
    struct text field = text_cut(rest, '-');
    if (field.len != digits || !quantity_read_number(field, &number))
        return false;
    *result = (unsigned)number;
    return true;
}

bool quantity_read_date(struct text text, unsigned *date)
{
    unsigned year;
    unsigned month;
    unsigned day;
    *date = 0;
    if (!read_field(&text, 4, &year) || !read_field(&text, 2, &month) ||
        !read_field(&text, 2, &day) || text.ptr != NULL || !is_day(year, month, day))
        return false;
    *date = (year * 100 + month) * 100 + day;
    return true;
}

void quantity_put_size(uint64_t bytes, struct buffer *out)
{
    for (size_t i = 0; i < BINARY_UNITS; i++) {
        if (bytes != 0 && bytes % size_units[i].factor == 0) {
            buffer_put_number(out, bytes / size_units[i].factor);
            buffer_put(out, size_units[i].suffix);
            return;
        }
    }
    buffer_put_number(out, bytes);
}

void quantity_put_duration(uint64_t milliseconds, struct buffer *out)
{
    if (milliseconds == 0)
        buffer_put(out, TEXT("0s"));
    for (size_t i = 0; i < ARRAY_LEN(time_units_from_large); i++) {
        const struct unit *unit = &time_units[time_units_from_large[i]];
        uint64_t number = milliseconds / unit->factor;
        milliseconds %= unit->factor;
        if (number == 0)
            continue;
        buffer_put_number(out, number);
        buffer_put(out, unit->suffix);
    }
}

void quantity_put_date(unsigned date, struct buffer *out)
{
    buffer_printf(out, "%04u-%02u-%02u", date / 10000, date / 100 % 100, date % 100);
}
