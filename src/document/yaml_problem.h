/* yaml_problem.h - what libyaml says is wrong, said to a person. */
#ifndef DOCUMENT_YAML_PROBLEM_H
#define DOCUMENT_YAML_PROBLEM_H

#include <stdbool.h>
#include <yaml.h>

#include "base/error.h"
#include "yaml_mark.h"

/* Sets the error from the state of a parser that has failed. Always returns false. */
bool yaml_problem_set(const yaml_parser_t *parser, struct yaml_marks *marks, struct error *error);

#endif
