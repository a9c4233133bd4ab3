#include "promotion/semver.h"

#include "base/ascii.h"

static bool is_numeric(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_is_digit(text.ptr[i]))
            return false;
    }
    return text.len != 0;
}

static bool has_leading_zero(struct text digits)
{
    return digits.len > 1 && digits.ptr[0] == '0';
}

static bool is_number(struct text text)
{
    return is_numeric(text) && !has_leading_zero(text);
}

static bool is_identifier(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_is_alnum(text.ptr[i]) && text.ptr[i] != '-')
            return false;
    }
    return text.len != 0;
}

/* Identifiers with dots between them (sections 9 and 10); only a build may begin with zeros. */
static bool are_identifiers(struct text list, bool may_have_zeros)
{
    /* text_cut leaves a NULL pointer only when no separator was left: "a." has an empty end. */
    do {
        struct text identifier = text_cut(&list, '.');
        if (!is_identifier(identifier))
            return false;
        if (!may_have_zeros && is_numeric(identifier) && has_leading_zero(identifier))
            return false;
    } while (list.ptr != NULL);
    return true;
}

static bool read_numbers(struct text source, struct semver *version)
{
    for (unsigned part = 0; part < SEMVER_PARTS; part++) {
        version->numbers[part] = text_cut(&source, '.');
        bool is_last = source.ptr == NULL;
        if (!is_number(version->numbers[part]) || is_last != (part == SEMVER_PATCH))
            return false;
    }
    return true;
}

bool semver_parse(struct text source, struct semver *version)
{
    struct semver parts = {0};
    struct text build = source;
    struct text pre_release = text_cut(&build, '+');
    struct text numbers = text_cut(&pre_release, '-');
    *version = (struct semver){0};
    if (!read_numbers(numbers, &parts) ||
        (pre_release.ptr != NULL && !are_identifiers(pre_release, false)) ||
        (build.ptr != NULL && !are_identifiers(build, true)))
        return false;
    parts.pre_release = pre_release;
    parts.build = build;
    *version = parts;
    return true;
}

/* Without leading zeros the longer number is the greater. */
static int compare_digits(struct text a, struct text b)
{
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    return text_compare(a, b);
}

static int compare_identifiers(struct text a, struct text b)
{
    bool a_is_numeric = is_numeric(a);
    if (a_is_numeric != is_numeric(b))
        return a_is_numeric ? -1 : 1;
    return a_is_numeric ? compare_digits(a, b) : text_compare(a, b);
}

static int compare_pre_releases(struct text a, struct text b)
{
    if (a.len == 0 || b.len == 0)
        return (a.len == 0) - (b.len == 0);
    while (a.ptr != NULL && b.ptr != NULL) {
        int order = compare_identifiers(text_cut(&a, '.'), text_cut(&b, '.'));
        if (order != 0)
            return order;
    }
    return (a.ptr != NULL) - (b.ptr != NULL);
}

int semver_compare_numbers(const struct semver *a, const struct semver *b, unsigned parts)
{
    for (unsigned part = 0; part < parts && part < SEMVER_PARTS; part++) {
        int order = compare_digits(a->numbers[part], b->numbers[part]);
        if (order != 0)
            return order;
    }
    return 0;
}

int semver_compare(const struct semver *a, const struct semver *b)
{
    int order = semver_compare_numbers(a, b, SEMVER_PARTS);
    return order != 0 ? order : compare_pre_releases(a->pre_release, b->pre_release);
}

/* In decimal, from the last digit that can grow: the nines behind it become zeros. */
static void put_successor(struct buffer *out, struct text digits)
{
    size_t kept = digits.len;
    while (kept > 0 && digits.ptr[kept - 1] == '9')
        kept--;
    if (kept == 0) {
        buffer_put_char(out, '1');
    } else {
        buffer_put(out, text_slice(digits, 0, kept - 1));
        buffer_put_char(out, (char)(digits.ptr[kept - 1] + 1));
    }
    for (size_t i = kept; i < digits.len; i++)
        buffer_put_char(out, '0');
}

void semver_put_step(struct buffer *out, const struct semver *base, enum semver_part part)
{
    for (unsigned i = 0; i < SEMVER_PARTS; i++) {
        if (i > 0)
            buffer_put_char(out, '.');
        if (i < (unsigned)part)
            buffer_put(out, base->numbers[i]);
        else if (i == (unsigned)part)
            put_successor(out, base->numbers[i]);
        else
            buffer_put_char(out, '0');
    }
}

void semver_put_numbers(struct buffer *out, const struct semver *version)
{
    for (unsigned i = 0; i < SEMVER_PARTS; i++)
        buffer_printf(out, "%s%.*s", i > 0 ? "." : "", TEXT_ARGS(version->numbers[i]));
}
