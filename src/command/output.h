/* output.h - results to standard output, complaints to standard error. */
#ifndef COMMAND_OUTPUT_H
#define COMMAND_OUTPUT_H

#include "base/buffer.h"
#include "base/error.h"
#include "exit_code.h"

/* EXIT_CLEAN, or EXIT_INTERNAL with a complaint if the buffer failed. Whether standard output took
 * it all is asked once, by output_finish. */
enum exit_code output_write(const struct buffer *content);

/* `code`, or EXIT_INTERNAL with a complaint if standard output could not be written. */
enum exit_code output_finish(enum exit_code code);

/* Complains of a word that is none of those known: with the one that may have been meant, else with
 * all. */
void output_complain_of_word(const char *what, struct text word, const struct text *known,
                             size_t count);

/* "release-gate: text" on standard error. */
void output_complain(const char *format, ...) PRINTF_LIKE(1, 2);

/* The same with what is known of the place: "release-gate: file:3:1: text". */
void output_complain_error(const struct error *error);

#endif
