/* output_format.h - text for people or JSON for programs, where a command has just these two. */
#ifndef COMMAND_OUTPUT_FORMAT_H
#define COMMAND_OUTPUT_FORMAT_H

#include "base/check.h"
#include "options.h"

enum output_format { OUTPUT_TEXT, OUTPUT_JSON, OUTPUT_FORMAT_COUNT };

/* The row of a command that has it. */
#define OUTPUT_FORMAT_OPTION                                                                       \
    {                                                                                              \
        .name = "output", .letter = 'o', .argument = "text|json", .help = "format",                \
        .fallback = "text"                                                                         \
    }

/* False, and complained of, if there is no such format. */
MUST_CHECK bool output_format_choose(const struct arguments *arguments, enum output_format *format);

#endif
