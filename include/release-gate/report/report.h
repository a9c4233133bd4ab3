/* report.h - what a run over many objects found, and the formats that it can be written in. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "core/gate.h"
#include "core/policy.h"
#include "core/rule.h"
#include "core/verdict.h"
#include "report/inventory.h"

enum report_level {
    REPORT_ERROR,   /* the webhook denies */
    REPORT_WARNING, /* the webhook warns */
    REPORT_NOTE,    /* exempted, only recorded, or in the baseline */
    REPORT_LEVEL_COUNT,
};

enum { REPORT_FINGERPRINT_SIZE = 17 };

/* One finding, with all that a reader needs; every text is a copy in the report's memory. */
struct report_finding {
    struct text file; /* as given or found, '/' between folders; "-" is standard input */
    size_t line;      /* of the image itself, else of its object, from 1; 0: not known */
    size_t column;    /* in bytes, from 1; 0: not known */
    enum report_level level;
    const struct rule *rule;
    struct text environment;
    struct text kind;
    struct text namespace; /* empty: cluster-scoped or not known */
    struct text name;
    struct text container; /* name of the container, volume or override; may be empty */
    struct text list;      /* "initContainers"; may be empty */
    struct text path;      /* "spec.template.spec.containers[0].image" */
    struct text image;     /* as written */
    struct text message;   /* message_put_finding: what the webhook says, escaped for a terminal */
    struct text notes;     /* message_put_notes: "note: ..."; may be empty */
    struct text fix;       /* what to change: the end of `message`, behind "; " */
    bool in_baseline;
    char fingerprint[REPORT_FINGERPRINT_SIZE]; /* of file, object, container, rule and the image's
                                                  name: it survives moved lines and new tags of the
                                                  same class; 16 hex digits */
};

/* One object that was judged: formats that also list what passed need it. */
struct report_object {
    struct text file;
    size_t line;
    struct text environment;
    struct text kind;
    struct text namespace;
    struct text name;
    size_t image_count;
    size_t first_finding; /* index; its findings stand side by side */
    size_t finding_count;
    size_t dropped_errors; /* of those beyond the limit: it failed, though nothing shows it */
};

/* All lists are in the order of the input. */
struct report {
    struct report_object *objects;
    size_t object_count;
    struct report_finding *findings;
    size_t finding_count;
    size_t dropped_findings;    /* beyond the limit: counted in `levels` all the same */
    struct error_list problems; /* input that could not be read: source:line:column: text */
    size_t file_count;
    size_t image_count;
    size_t levels[REPORT_LEVEL_COUNT];
    size_t skipped_documents; /* YAML that is no Kubernetes object */
    uint64_t duration_ms;
    size_t max_findings;        /* 0: no limit */
    struct inventory inventory; /* of all images, whatever came of them */
    size_t object_capacity;
    size_t finding_capacity;
    struct arena memory;
};

/* No more than `max_findings` (0: no limit) are kept, the first ones. */
void report_init(struct report *report, size_t max_findings);
void report_release(struct report *report);

/* Where an object came from. */
struct report_source {
    struct text file;
    size_t line; /* on which the object begins */
};

/* Adds an object and its findings, of which all texts are copied. False when there is no memory:
 * the report can then only be released. */
MUST_CHECK bool report_add(struct report *report, const struct report_source *source,
                           const struct subject *subject, const struct verdict *verdict);

/* Adds a copy of all that is in `from`, at the end. For reports made by several threads. False as
 * for report_add. */
MUST_CHECK bool report_append(struct report *to, const struct report *from);

/* Keeps the first `max_findings` (0: all): for when a baseline had to see all of them before. */
void report_limit(struct report *report, size_t max_findings);

struct report_style {
    bool color;          /* for a terminal */
    bool show_notes;     /* findings of level note are written too; json, yaml and sarif always do,
                            as they say what each of them is */
    const char *version; /* of the program, "0.1.0" */
    struct text time;    /* of the run, "2026-11-24T03:00:14.123Z"; empty: not said */
};

/* Whatever comes from the input is escaped for the format. Ends with a line end. */
typedef void report_writer(const struct report *report, const struct report_style *style,
                           struct buffer *out);

/* One row per format: "-o NAME". */
struct report_format {
    const char *name;
    const char *help; /* "one line for each finding, then the fix" */
    report_writer *write;
};

const struct report_format *report_formats(size_t *count);

/* NULL: there is none of that name. */
const struct report_format *report_find_format(struct text name);

const char *report_level_name(enum report_level level); /* "error", "warning", "note" */

#endif
