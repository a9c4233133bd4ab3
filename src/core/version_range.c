#include "version_range.h"

#include "base/ascii.h"
#include "base/check.h"

static const struct text operators = TEXT_INIT("=!<>~^");
static const struct text separators = TEXT_INIT(" ,|");

static bool is_one_of(char c, struct text set)
{
    return text_find(set, c) != set.len;
}

static bool is_wildcard(struct text number)
{
    return number.len == 1 && is_one_of(number.ptr[0], TEXT("xX*"));
}

static bool is_number(struct text number)
{
    for (size_t i = 0; i < number.len; i++) {
        if (!ascii_is_digit(number.ptr[i]))
            return false;
    }
    return number.len != 0;
}

/* One version of a range, taken apart. */
struct bound {
    struct text numbers;     /* "1.2.x" */
    struct text pre_release; /* "rc.1" */
    bool is_whole;           /* three numbers, no wildcard among them */
};

static bool read_numbers(struct bound *bound)
{
    struct text rest = bound->numbers;
    size_t count = 0;
    size_t wildcards = 0;
    do {
        struct text number = text_cut(&rest, '.');
        count++;
        wildcards += is_wildcard(number) ? 1 : 0;
        if (!is_wildcard(number) && !is_number(number))
            return false;
    } while (rest.ptr != NULL);
    bound->is_whole = count == 3 && wildcards == 0;
    return count <= 3;
}

/* Dots and hyphens may stand among the letters and digits of a pre-release. */
static bool is_identifier(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_is_alnum(text.ptr[i]) && text.ptr[i] != '.' && text.ptr[i] != '-')
            return false;
    }
    return text.len != 0;
}

/* False if it is no version. */
static bool read_bound(struct text text, struct bound *bound)
{
    if (text.len != 0 && (text.ptr[0] == 'v' || text.ptr[0] == 'V'))
        text = text_slice(text, 1, text.len);
    struct text version = text_slice(text, 0, text_find(text, '+'));
    size_t hyphen = text_find(version, '-');
    bound->numbers = text_slice(version, 0, hyphen);
    bound->pre_release = text_slice(version, hyphen + 1, version.len);
    if (hyphen != version.len && !is_identifier(bound->pre_release))
        return false;
    return read_numbers(bound);
}

bool version_is_pre_release(struct text text)
{
    struct bound bound;
    return read_bound(text, &bound) && bound.is_whole && bound.pre_release.len != 0;
}

bool version_range_is_one(struct text text)
{
    struct bound bound;
    for (size_t i = 0; i < text.len; i++) {
        if (is_one_of(text.ptr[i], operators) || is_one_of(text.ptr[i], separators))
            return true;
    }
    if (!read_bound(text, &bound))
        return false;
    for (size_t i = 0; i < bound.numbers.len; i++) {
        if (is_one_of(bound.numbers.ptr[i], TEXT("xX*")))
            return true;
    }
    return false;
}

/* Cuts what stands before the next separator; several of them are as one. */
static struct text next_word(struct text *rest)
{
    size_t from = 0;
    while (from < rest->len && is_one_of(rest->ptr[from], separators))
        from++;
    size_t to = from;
    while (to < rest->len && !is_one_of(rest->ptr[to], separators))
        to++;
    struct text word = text_slice(*rest, from, to);
    *rest = text_slice(*rest, to, rest->len);
    return word;
}

static struct text without_operator(struct text word)
{
    size_t from = 0;
    while (from < word.len && is_one_of(word.ptr[from], operators))
        from++;
    return text_slice(word, from, word.len);
}

enum version_range version_range_read(struct text text)
{
    struct text word = next_word(&text);
    bool admits_pre_releases = false;
    bool is_exact = true;
    size_t bounds = 0;
    for (; word.len != 0; word = next_word(&text)) {
        struct bound bound = {0};
        struct text version = without_operator(word);
        /* An operator may stand apart from its version, and a hyphen between two. */
        if (version.len == 0 || text_equal(version, TEXT("-")))
            continue;
        if (!read_bound(version, &bound))
            return VERSION_RANGE_INVALID;
        admits_pre_releases = admits_pre_releases || bound.pre_release.len != 0;
        is_exact = is_exact && bounds++ == 0 && bound.is_whole && version.len == word.len;
    }
    if (bounds == 0)
        return VERSION_RANGE_INVALID;
    if (admits_pre_releases)
        return VERSION_RANGE_PRE_RELEASE;
    return is_exact ? VERSION_RANGE_EXACT : VERSION_RANGE_RELEASES;
}
