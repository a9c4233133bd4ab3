#include "yaml_mark.h"

#include <stdint.h>

#include "base/utf16.h"
#include "base/utf8.h"

static void rewind_to_start(struct yaml_marks *marks)
{
    /* libyaml does not count the byte order mark. */
    marks->offset = marks->bytes.len - utf8_without_mark(marks->bytes).len;
    marks->line_start = marks->offset;
    marks->line = 0;
    marks->column = 0;
}

void yaml_marks_init(struct yaml_marks *marks, struct text bytes)
{
    *marks = (struct yaml_marks){.bytes = bytes};
    rewind_to_start(marks);
}

/* YAML 1.1 also ends a line at these three. */
enum { NEXT_LINE = 0x85, LINE_SEPARATOR = 0x2028, PARAGRAPH_SEPARATOR = 0x2029 };

static bool is_break(uint32_t character)
{
    return character == '\n' || character == '\r' || character == NEXT_LINE ||
           character == LINE_SEPARATOR || character == PARAGRAPH_SEPARATOR;
}

static void step(struct yaml_marks *marks)
{
    uint32_t character = 0;
    size_t len = utf8_decode(marks->bytes, marks->offset, &character);
    struct text rest = text_slice(marks->bytes, marks->offset, marks->bytes.len);
    if (text_starts_with(rest, TEXT("\r\n")))
        len = 2;

    marks->offset += len != 0 ? len : 1;
    marks->column++;
    if (is_break(character)) {
        marks->line++;
        marks->column = 0;
        marks->line_start = marks->offset;
    }
}

static bool is_before(const struct yaml_marks *marks, yaml_mark_t mark)
{
    return marks->line < mark.line || (marks->line == mark.line && marks->column < mark.column);
}

static void move_to(struct yaml_marks *marks, yaml_mark_t mark)
{
    if (marks->line > mark.line || (marks->line == mark.line && marks->column > mark.column))
        rewind_to_start(marks);
    while (marks->offset < marks->bytes.len && is_before(marks, mark))
        step(marks);
}

struct position yaml_marks_position(struct yaml_marks *marks, yaml_mark_t mark)
{
    if (utf16_has_mark(marks->bytes))
        return (struct position){mark.line + 1, mark.column + 1};
    move_to(marks, mark);
    return (struct position){marks->line + 1, marks->offset - marks->line_start + 1};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The bytes of an anchor or a tag and the blanks behind it. */
static size_t property_length(struct text rest)
{
    size_t end = 0;
    if (rest.len == 0 || (rest.ptr[0] != '&' && rest.ptr[0] != '!'))
        return 0;
    while (end < rest.len && (unsigned char)rest.ptr[end] > ' ')
        end++;
    while (end < rest.len && is_blank(rest.ptr[end]))
        end++;
    return end;
}

struct position yaml_marks_position_of_content(struct yaml_marks *marks, yaml_mark_t mark)
{
    struct position position = yaml_marks_position(marks, mark);
    if (utf16_has_mark(marks->bytes))
        return position;

    struct text rest = text_slice(marks->bytes, marks->offset, marks->bytes.len);
    size_t skipped = property_length(rest);
    skipped += property_length(text_slice(rest, skipped, rest.len));
    /* With nothing behind it on its line the property itself is shown. */
    if (skipped < rest.len && (unsigned char)rest.ptr[skipped] > ' ')
        position.column += skipped;
    return position;
}

struct text yaml_marks_character(struct yaml_marks *marks, yaml_mark_t mark)
{
    uint32_t character;
    if (utf16_has_mark(marks->bytes))
        return (struct text){0};
    move_to(marks, mark);
    size_t len = utf8_decode(marks->bytes, marks->offset, &character);
    return text_slice(marks->bytes, marks->offset, marks->offset + len);
}
