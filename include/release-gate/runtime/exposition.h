/* exposition.h - metrics as Prometheus reads them: text format 0.0.4
 * (prometheus.io/docs/instrumenting/exposition_formats). */
#ifndef RUNTIME_EXPOSITION_H
#define RUNTIME_EXPOSITION_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"

enum metric_type { METRIC_COUNTER, METRIC_GAUGE, METRIC_HISTOGRAM };

/* One row of docs/metrics.md. */
struct metric_family {
    const char *name; /* "release_gate_draining" */
    enum metric_type type;
    const char *labels; /* the names, as the documentation lists them: "environment, kind" */
    const char *help;   /* one line */
};

/* A value may hold any bytes; it is escaped. How many values there can be must be bounded by
 * whoever chooses it: each is kept by Prometheus for good. */
struct metric_label {
    const char *name;
    struct text value;
};

struct metric_labels {
    const struct metric_label *items;
    size_t count;
};

/* Appends all of a module's families. Called at each scrape, by any thread, and by several at the
 * same time. */
typedef void exposition_collector(void *closure, struct buffer *out);

/* What a response with metrics says of itself. */
extern const char exposition_content_type[];

/* "counter". Static storage. */
const char *metric_type_name(enum metric_type type);

/* The two lines before the samples of a family, which follow directly. */
void exposition_put_head(struct buffer *out, const struct metric_family *family);

/* One sample. `suffix` is "" but for the parts of a histogram: "_bucket". */
void exposition_put_number(struct buffer *out, const struct metric_family *family,
                           const char *suffix, struct metric_labels labels, uint64_t value);

/* The same for a time, in seconds with nine decimals. */
void exposition_put_seconds(struct buffer *out, const struct metric_family *family,
                            const char *suffix, struct metric_labels labels, uint64_t nanoseconds);

#endif
