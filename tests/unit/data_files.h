/* data_files.h - test cases that are files: a person adds one without writing C. */
#ifndef TESTS_DATA_FILES_H
#define TESTS_DATA_FILES_H

#include <glob.h>
#include <json-c/json.h>
#include <stdbool.h>

#include "base/error.h"
#include "base/text.h"

/* Adds the files that match, sorted: "json/valid/?*.json" in the folder that RG_TEST_DATA names, by
 * default "tests/data". Ends the program if there is none: without cases no test is done. `*files`
 * is zero at first; give it back with globfree(). */
void data_files_find(const char *pattern, glob_t *files);

/* Reads a file that may be missing: then false. `extension` (".error") replaces the one of `path`;
 * NULL: none. The bytes are the caller's to free(); behind them there is nothing to read. */
bool data_file_read(const char *path, const char *extension, struct text *content);

/* The copy is the caller's to free(): what reads behind its end is found by valgrind and ASan. */
struct text exact_copy(struct text text);

/* Asserts that the file beside `path` has these errors, one on a line; a missing file has none. */
void data_file_expect_errors(const char *path, const char *extension, const struct error *errors,
                             size_t count);

/* The tree that json-c's own parser gives: what ours is compared with. */
struct json_object *data_parse_json(struct text text);

#endif
