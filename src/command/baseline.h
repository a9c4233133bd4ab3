/* baseline.h - findings that were there before: known, and not failed for. */
#ifndef COMMAND_BASELINE_H
#define COMMAND_BASELINE_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "find_files.h"
#include "report/report.h"

/* One finding as the file tells it. Texts are borrowed from the baseline. */
struct baseline_entry {
    struct text fingerprint;
    struct text file;
    struct text message;
    bool is_seen; /* a finding of this run is the same */
};

struct baseline {
    struct baseline_entry *entries; /* sorted by fingerprint */
    size_t count;
    struct json_object *tree;
};

/* Reads a JSON list of objects with "fingerprint"; `name` names it in errors. Release in every
 * case. */
MUST_CHECK bool baseline_read(struct baseline *baseline, struct text bytes, const char *name,
                              struct error *error);
void baseline_release(struct baseline *baseline);

/* Makes every finding that the baseline knows a note, and marks the entries that were seen. */
void baseline_apply(struct baseline *baseline, struct report *report);

/* Makes every finding of the report a note, as if the baseline knew it. */
void baseline_accept_all(struct report *report);

/* Puts a line for each entry that was not seen although its file was looked at, or is gone; returns
 * their number. */
size_t baseline_put_fixed(const struct baseline *baseline, const struct input_list *inputs,
                          struct buffer *out);

/* Writes the errors and warnings of the report, those that are in a baseline too, in its order and
 * each fingerprint once. False when there is no memory. `*written` is their number. */
MUST_CHECK bool baseline_put(const struct report *report, struct buffer *out, size_t *written);

#endif
