#include "re2.h"

#include "base/ascii.h"

/* RE2 repeats nothing more often. */
enum { MAX_REPEATS = 1000 };

static char byte_at(struct text pattern, size_t index)
{
    return index < pattern.len ? pattern.ptr[index] : '\0';
}

static bool is_one_of(char c, const char *set)
{
    for (; *set != '\0'; set++) {
        if (c == *set)
            return true;
    }
    return false;
}

static bool is_plain(char c)
{
    return ascii_is_alnum(c) || is_one_of(c, "-_:@/.|^$");
}

/* "[a-z0-9_.-]": without classes, escapes and sets in it. The length; 0: something else. */
static size_t class_length(struct text pattern, size_t at)
{
    size_t end = at + 1;
    if (byte_at(pattern, end) == '^')
        end++;
    size_t first = end;
    while (ascii_is_alnum(byte_at(pattern, end)) || is_one_of(byte_at(pattern, end), "-_.+"))
        end++;
    return end > first && byte_at(pattern, end) == ']' ? end + 1 - at : 0;
}

/* "{2}", "{2,}", "{2,3}". */
static size_t count_length(struct text pattern, size_t at)
{
    size_t end = at + 1;
    unsigned number = 0;
    while (ascii_is_digit(byte_at(pattern, end)) && number <= MAX_REPEATS)
        number = number * 10 + (unsigned)(byte_at(pattern, end++) - '0');
    if (end == at + 1 || number > MAX_REPEATS)
        return 0;
    number = 0;
    if (byte_at(pattern, end) == ',')
        end++;
    while (ascii_is_digit(byte_at(pattern, end)) && number <= MAX_REPEATS)
        number = number * 10 + (unsigned)(byte_at(pattern, end++) - '0');
    return byte_at(pattern, end) == '}' && number <= MAX_REPEATS ? end + 1 - at : 0;
}

/* What can be repeated, or a bracket; 0: not the same to both. */
static size_t atom_length(struct text pattern, size_t at)
{
    char c = pattern.ptr[at];
    if (c == '[')
        return class_length(pattern, at);
    if (c == '\\')
        return is_one_of(byte_at(pattern, at + 1), ".-+dw") ? 2 : 0;
    if (c == '(' && byte_at(pattern, at + 1) == '?')
        return byte_at(pattern, at + 2) == ':' ? 3 : 0;
    return is_plain(c) || (c == '(' && byte_at(pattern, at + 1) != '*') || c == ')' ? 1 : 0;
}

static size_t repeat_length(struct text pattern, size_t at)
{
    if (at >= pattern.len)
        return 0;
    return is_one_of(pattern.ptr[at], "*+?") ? 1
           : pattern.ptr[at] == '{'          ? count_length(pattern, at)
                                             : 0;
}

/* A second repeat is possessive or lazy to one, and an error or the same to the other: left out. So
 * is one of an anchor, of an alternative or of a bracket that has just been opened. */
bool re2_is_same(struct text pattern)
{
    for (size_t i = 0; i < pattern.len;) {
        size_t atom = atom_length(pattern, i);
        bool repeats = atom != 0 && !is_one_of(pattern.ptr[i], "^$|(");
        if (atom == 0)
            return false;
        i += atom;
        if (repeats)
            i += repeat_length(pattern, i);
    }
    return true;
}

void re2_put_glob(struct buffer *out, struct text glob)
{
    for (size_t i = 0; i < glob.len; i++) {
        char c = glob.ptr[i];
        if (c == '*')
            buffer_put(out, TEXT(".*"));
        else if (c == '?')
            buffer_put_char(out, '.');
        else if (ascii_is_alnum(c))
            buffer_put_char(out, c);
        else
            buffer_printf(out, "\\x%02x", (unsigned)(unsigned char)c);
    }
}

void re2_put_globs(struct buffer *out, const struct text_list *globs)
{
    buffer_put(out, TEXT("^(?:"));
    for (size_t i = 0; i < globs->count; i++) {
        buffer_put(out, i == 0 ? TEXT("") : TEXT("|"));
        re2_put_glob(out, globs->items[i]);
    }
    buffer_put(out, TEXT(")\\z"));
}
