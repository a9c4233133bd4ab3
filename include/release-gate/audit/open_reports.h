/* open_reports.h - what an audit found, as objects of openreports.io/v1alpha1: a Report in each
 * namespace, and a ClusterReport (github.com/openreports/reports-api). */
#ifndef AUDIT_OPEN_REPORTS_H
#define AUDIT_OPEN_REPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/live.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "cluster/cluster.h"
#include "core/gate.h"
#include "core/verdict.h"

enum {
    /* Results of one object; an API server takes objects of 1.5 MiB. */
    OPEN_REPORT_MAX_RESULTS = 500,
    OPEN_REPORT_MAX_BYTES = 1 << 20,
    /* Results of all objects together. */
    OPEN_REPORTS_MAX_BYTES = 32 << 20,
};

/* What a result says. */
enum open_result {
    OPEN_RESULT_PASS, /* an image that is admitted; counted only */
    OPEN_RESULT_FAIL, /* denied, or would be if the environment's mode were enforce */
    OPEN_RESULT_WARN,
    OPEN_RESULT_SKIP, /* exempted */
    OPEN_RESULT_COUNT,
};

/* `finding` may be NULL: nothing was found. */
enum open_result open_result_of(const struct finding *finding);
const char *open_result_name(enum open_result result); /* "fail" */

/* The results of one namespace; the empty name is what stands in none. */
struct open_report {
    struct text namespace;
    struct buffer results; /* JSON objects with commas between them */
    size_t result_count;   /* in `results` */
    size_t left_out;       /* beyond the limits: in `counts` only */
    size_t counts[OPEN_RESULT_COUNT];
};

struct open_reports {
    struct open_report *items; /* by namespace */
    size_t count;
    size_t capacity;
    size_t bytes; /* of all results */
    uint64_t now_s;
    struct arena memory; /* of the names */
};

/* `now_s`, seconds since 1970, is the time of the results. */
void open_reports_init(struct open_reports *reports, uint64_t now_s);
void open_reports_release(struct open_reports *reports);

/* Adds an object: the `see` of struct audit_terms. */
bool open_reports_see(void *reports, const struct subject *subject, const struct verdict *verdict);

/* Results that no object has room for. */
size_t open_reports_left_out(const struct open_reports *reports);

/* What became of them in the cluster: objects, not results. */
struct open_reports_outcome {
    size_t written;
    size_t removed;
    size_t failed;
};

/* Writes one object "release-gate" for each namespace with results, by server-side apply, so that
 * it takes the place of the one before. If the audit `is_whole`, those of other namespaces are
 * removed: an audit that could not list all leaves them as they are. A namespace that is about to
 * end is passed over. False, with the first reason, if not all could be done; what cannot be asked
 * for at all ends it. `progress` may be NULL. */
MUST_CHECK bool open_reports_write(const struct open_reports *reports, struct cluster *cluster,
                                   bool is_whole, const struct audit_progress *progress,
                                   struct open_reports_outcome *outcome, struct error *error);

#endif
