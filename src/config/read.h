/* read.h - the tree of a configuration file and the overrides, by the table, into settings. */
#ifndef CONFIG_READ_H
#define CONFIG_READ_H

#include "base/arena.h"
#include "problem.h"
#include "settings.h"

/* Defaults, then the file, then the overrides. What is wrong goes to `input->errors` and leaves its
 * field at the default. Items of lists keep their places, so that item n is element n of the tree.
 * Environments get what they inherit. Texts are copied into `memory`. */
void settings_read(const struct input *input, struct arena *memory, struct settings *settings);

#endif
