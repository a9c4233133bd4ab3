#include "json_number.h"

#include "base/ascii.h"

static size_t end_of_digits(struct text bytes, size_t at)
{
    while (at < bytes.len && ascii_is_digit(bytes.ptr[at]))
        at++;
    return at;
}

static bool stands_at(struct text bytes, size_t at, char a, char b)
{
    return at < bytes.len && (bytes.ptr[at] == a || bytes.ptr[at] == b);
}

size_t json_number_end(struct text bytes, size_t at, bool *is_integer)
{
    at += stands_at(bytes, at, '-', '-');
    size_t end = stands_at(bytes, at, '0', '0') ? at + 1 : end_of_digits(bytes, at);
    if (end == at)
        return 0;
    *is_integer = !stands_at(bytes, end, '.', '.') && !stands_at(bytes, end, 'e', 'E');

    if (stands_at(bytes, end, '.', '.')) {
        at = end + 1;
        end = end_of_digits(bytes, at);
        if (end == at)
            return 0;
    }
    if (stands_at(bytes, end, 'e', 'E')) {
        at = end + 1;
        at += stands_at(bytes, at, '+', '-');
        end = end_of_digits(bytes, at);
        if (end == at)
            return 0;
    }
    return end;
}

bool json_number_integer(struct text digits, int64_t *integer)
{
    bool is_negative = text_starts_with(digits, TEXT("-"));
    *integer = 0;
    for (size_t i = is_negative; i < digits.len; i++) {
        int digit = digits.ptr[i] - '0';
        if (__builtin_mul_overflow(*integer, 10, integer) ||
            __builtin_add_overflow(*integer, is_negative ? -digit : digit, integer))
            return false;
    }
    return true;
}
