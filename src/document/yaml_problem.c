#include "yaml_problem.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "fault.h"

/* Room for the longest problem of libyaml and its context. */
enum { PROBLEM_BYTES = 256 };

static const char bad_start[] = "found character that cannot start any token";

static const struct {
    const char *problem;
    const char *character; /* that stands there; NULL: any */
    const char *reason;
} reasons[] = {
    {bad_start, "\t", "a tab cannot indent YAML, use spaces"},
    {"found a tab character that violates indentation", NULL,
     "a tab cannot indent YAML, use spaces"},
    {"found a tab character where an indentation space is expected", NULL,
     "a tab cannot indent YAML, use spaces"},
    {bad_start, NULL, "a value that begins like this needs quotes"},
};

static const char *reason_for(const char *problem, struct text character)
{
    for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
        if (strcmp(reasons[i].problem, problem) == 0 &&
            (reasons[i].character == NULL ||
             text_equal(text_from_string(reasons[i].character), character)))
            return reasons[i].reason;
    }
    return NULL;
}

/* The bytes that no scanner has seen yet have no mark, only an offset. */
static struct position position_of_offset(struct text bytes, size_t offset)
{
    struct text before = text_slice(bytes, 0, offset);
    struct position position = {.line = 1};
    struct text line = text_cut(&before, '\n');
    for (; before.ptr != NULL; line = text_cut(&before, '\n'))
        position.line++;
    position.column = line.len + 1;
    return position;
}

static bool set_reader_problem(const yaml_parser_t *parser, const struct yaml_marks *marks,
                               struct error *error)
{
    size_t offset = parser->problem_offset;
    return fault_set(error, ERROR_SYNTAX, position_of_offset(marks->bytes, offset), parser->problem,
                     text_slice(marks->bytes, offset, offset + 1));
}

/* What a quote or a bracket lacks is missed far behind it: the line where it stands helps more. */
static void describe(const yaml_parser_t *parser, char text[PROBLEM_BYTES])
{
    size_t from = parser->context_mark.line;
    if (parser->context == NULL)
        snprintf(text, PROBLEM_BYTES, "%s", parser->problem);
    else if (from == parser->problem_mark.line)
        snprintf(text, PROBLEM_BYTES, "%s %s", parser->problem, parser->context);
    else
        snprintf(text, PROBLEM_BYTES, "%s %s from line %zu on", parser->problem, parser->context,
                 from + 1);
}

static bool set_problem(const yaml_parser_t *parser, struct yaml_marks *marks, struct error *error)
{
    struct text character = yaml_marks_character(marks, parser->problem_mark);
    struct position position = yaml_marks_position(marks, parser->problem_mark);
    const char *reason = reason_for(parser->problem, character);
    if (reason != NULL)
        return fault_set(error, ERROR_SYNTAX, position, reason, character);

    char text[PROBLEM_BYTES];
    describe(parser, text);
    return fault_set(error, ERROR_SYNTAX, position, text, (struct text){0});
}

bool yaml_problem_set(const yaml_parser_t *parser, struct yaml_marks *marks, struct error *error)
{
    if (parser->error == YAML_MEMORY_ERROR)
        return error_no_memory(error);
    if (parser->problem == NULL)
        return error_set(error, ERROR_INTERNAL, "libyaml failed without a reason");
    if (parser->error == YAML_READER_ERROR)
        return set_reader_problem(parser, marks, error);
    return set_problem(parser, marks, error);
}
