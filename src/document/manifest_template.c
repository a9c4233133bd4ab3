#include "manifest_template.h"

#include "base/ascii.h"
#include "base/check.h"

/* What an action of a chart begins with. Argo's and Grafana's "{{name}}", Prometheus' "{{ $x }}"
 * are others. `is_of_chart`: nobody but Helm knows it, so that even a quoted one gives the file
 * away. */
static const struct {
    struct text beginning;
    bool is_of_chart;
} actions[] = {
    {TEXT_INIT(".Values"), true},    {TEXT_INIT(".Release"), true},
    {TEXT_INIT(".Chart"), true},     {TEXT_INIT(".Capabilities"), true},
    {TEXT_INIT("$.Values"), true},   {TEXT_INIT("."), false},
    {TEXT_INIT("if "), false},       {TEXT_INIT("else"), false},
    {TEXT_INIT("end"), false},       {TEXT_INIT("range "), false},
    {TEXT_INIT("with "), false},     {TEXT_INIT("include "), false},
    {TEXT_INIT("template "), false}, {TEXT_INIT("define "), false},
    {TEXT_INIT("block "), false},    {TEXT_INIT("tpl "), false},
    {TEXT_INIT("toYaml "), false},   {TEXT_INIT("toJson "), false},
    {TEXT_INIT("default "), false},  {TEXT_INIT("required "), false},
    {TEXT_INIT("printf "), false},   {TEXT_INIT("quote "), false},
    {TEXT_INIT("$"), false},         {TEXT_INIT("/*"), false},
};

/* `inside` is what follows "{{". */
static bool is_action(struct text inside, bool must_be_of_chart)
{
    if (text_starts_with(inside, TEXT("-")))
        inside = text_slice(inside, 1, inside.len);
    inside = text_trim_blanks(inside);
    for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
        if (text_starts_with(inside, actions[i].beginning) &&
            (actions[i].is_of_chart || !must_be_of_chart))
            return true;
    }
    return false;
}

enum quoting { QUOTED_TOO, OUTSIDE_OF_QUOTES };

/* The column of the first action on the line; 0: there is none. */
static size_t find_action(struct text line, enum quoting quoting)
{
    char quote = '\0';
    for (size_t i = 0; i + 2 <= line.len; i++) {
        char c = line.ptr[i];
        if (quote == '\0' && c == '#' && (i == 0 || line.ptr[i - 1] == ' '))
            return 0;
        struct text rest = text_slice(line, i, line.len);
        bool is_open = text_starts_with(rest, TEXT("{{"));
        if (is_open && (quote == '\0' || quoting == QUOTED_TOO) &&
            is_action(text_slice(rest, 2, rest.len), quoting == QUOTED_TOO))
            return i + 1;
        if (quote == '\0' && (c == '"' || c == '\''))
            quote = c;
        else if (c == quote)
            quote = '\0';
    }
    return 0;
}

static bool find_in_lines(struct text bytes, size_t first, size_t last, enum quoting quoting,
                          struct position *position)
{
    for (size_t line = 1; line <= last && bytes.ptr != NULL; line++) {
        size_t column = 0;
        struct text content = text_cut(&bytes, '\n');
        if (line >= first)
            column = find_action(content, quoting);
        if (column != 0) {
            *position = (struct position){line, column};
            return true;
        }
    }
    return false;
}

bool template_stands_at(struct text bytes, size_t line, struct position *position)
{
    size_t first = line > 1 ? line - 1 : line;
    return line != 0 && find_in_lines(bytes, first, line, OUTSIDE_OF_QUOTES, position);
}

static bool is_below_templates(struct text name)
{
    return text_starts_with(name, TEXT("templates/")) || text_contains(name, TEXT("/templates/"));
}

bool template_is_of_chart(struct text bytes, struct text name, struct position *position)
{
    return is_below_templates(name) && find_in_lines(bytes, 1, (size_t)-1, QUOTED_TOO, position);
}
