#include "manifest_kubectl.h"

#include <stdint.h>

#include "base/check.h"
#include "base/utf8.h"

static const struct text separator = TEXT_INIT("---");

/* libyaml's blanks and line ends. */
static bool is_blank(uint32_t character)
{
    static const uint32_t blanks[] = {'\t', '\n', '\r', ' ', 0x85, 0x2028, 0x2029};
    for (size_t i = 0; i < ARRAY_LEN(blanks); i++) {
        if (blanks[i] == character)
            return true;
    }
    return false;
}

/* The rest of what Go's unicode.IsSpace knows. */
static bool is_false_blank(uint32_t character)
{
    static const struct {
        uint32_t first, last;
    } blanks[] = {{'\v', '\f'},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
                  {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
    for (size_t i = 0; i < ARRAY_LEN(blanks); i++) {
        if (character >= blanks[i].first && character <= blanks[i].last)
            return true;
    }
    return false;
}

static const char *reason_of(struct text line)
{
    uint32_t next;
    if (utf8_without_mark(line).len != line.len)
        return "a byte order mark that is not the first of the file";
    if (text_starts_with(line, separator) && line.len != separator.len &&
        (utf8_decode(line, separator.len, &next) == 0 || !is_blank(next)))
        return "\"---\" separates documents: put a blank behind it";
    return NULL;
}

const char *manifest_find_odd_line(struct text bytes, size_t *line, size_t *offset)
{
    struct text rest = utf8_without_mark(bytes);
    *line = 0;
    *offset = 0;
    while (rest.ptr != NULL) {
        struct text content = text_cut(&rest, '\n');
        ++*line;
        *offset = (size_t)(content.ptr - bytes.ptr);
        const char *reason = reason_of(content);
        if (reason != NULL)
            return reason;
    }
    return NULL;
}

bool manifest_has_false_blank(struct text bytes)
{
    struct text rest = utf8_without_mark(bytes);
    uint32_t character = ' ';
    bool has_one = false;
    for (size_t len = 0; is_blank(character) || is_false_blank(character);) {
        has_one = has_one || is_false_blank(character);
        rest = text_slice(rest, len, rest.len);
        len = utf8_decode(rest, 0, &character);
        if (len == 0)
            return false;
    }
    return has_one && character == '{';
}
