#define _GNU_SOURCE
#include "background_audit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "audit/lease.h"
#include "audit_round.h"
#include "runtime/clock.h"
#include "runtime/condition.h"
#include "runtime/log.h"
#include "state.h"

enum {
    LEASE_SECONDS = 60,
    LOOK_SECONDS = 15, /* at the lease: four times before it runs out */
    LEASE_TIMEOUT_MS = 5000,
    NICENESS = 10,
    HOLDER_BYTES = 128,
};

static const uint64_t ns_per_s = 1000000000;
static const uint64_t ns_per_ms = 1000000;

struct background_audit {
    struct server *server;
    struct cluster *lists;
    struct cluster *leases;
    struct lease lease;
    char holder[HOLDER_BYTES];
    char *lease_name;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool is_stopping;
    bool is_failing;      /* the last try: a failure that goes on is logged once */
    struct buffer sample; /* what the last audit found; empty: nothing, or another replica audits */
    uint64_t successes;
    uint64_t failures;
    uint64_t last_success_s;
    uint64_t duration_ns;
    bool is_leader;
    bool is_report_failing;
    uint64_t report_writes;
    uint64_t report_failures;
    uint64_t report_left_out;
};

/* ---- Metrics. */

enum {
    FAMILY_LEADER,
    FAMILY_LAST_SUCCESS,
    FAMILY_DURATION,
    FAMILY_AUDITS,
    FAMILY_REPORT_WRITES,
    FAMILY_REPORT_LEFT_OUT,
};

static const struct metric_family families[] = {
    [FAMILY_LEADER] = {"release_gate_audit_leader", METRIC_GAUGE, "",
                       "1 if this replica audits the cluster"},
    [FAMILY_LAST_SUCCESS] = {"release_gate_audit_last_success_timestamp_seconds", METRIC_GAUGE, "",
                             "when this replica finished an audit; 0: never"},
    [FAMILY_DURATION] = {"release_gate_audit_duration_seconds", METRIC_GAUGE, "",
                         "how long the last audit took"},
    [FAMILY_AUDITS] =
        {"release_gate_audits_total", METRIC_COUNTER, "result",
         "audits of this replica by result: success or failure; a Lease that cannot be asked "
         "for is a failure too"},
    [FAMILY_REPORT_WRITES] =
        {"release_gate_audit_report_writes_total", METRIC_COUNTER, "result",
         "Report objects that this replica wrote or removed, and those that it could not"},
    [FAMILY_REPORT_LEFT_OUT] = {"release_gate_audit_report_results_dropped", METRIC_GAUGE, "",
                                "results of the last audit that the Reports have no room for"},
};

static void put_number(struct buffer *out, unsigned family, uint64_t value)
{
    exposition_put_head(out, &families[family]);
    exposition_put_number(out, &families[family], "", (struct metric_labels){0}, value);
}

static void put_result(struct buffer *out, unsigned family, struct text result, uint64_t value)
{
    const struct metric_label label = {"result", result};
    exposition_put_number(out, &families[family], "", (struct metric_labels){&label, 1}, value);
}

static void put_results(struct buffer *out, unsigned family, uint64_t successes, uint64_t failures)
{
    exposition_put_head(out, &families[family]);
    put_result(out, family, TEXT("success"), successes);
    put_result(out, family, TEXT("failure"), failures);
}

static void collect(void *closure, struct buffer *out)
{
    struct background_audit *audit = closure;
    pthread_mutex_lock(&audit->lock);
    put_number(out, FAMILY_LEADER, audit->is_leader ? 1 : 0);
    put_number(out, FAMILY_LAST_SUCCESS, audit->last_success_s);
    exposition_put_head(out, &families[FAMILY_DURATION]);
    exposition_put_seconds(out, &families[FAMILY_DURATION], "", (struct metric_labels){0},
                           audit->duration_ns);
    put_results(out, FAMILY_AUDITS, audit->successes, audit->failures);
    put_results(out, FAMILY_REPORT_WRITES, audit->report_writes, audit->report_failures);
    put_number(out, FAMILY_REPORT_LEFT_OUT, audit->report_left_out);
    buffer_put(out, buffer_text(&audit->sample));
    pthread_mutex_unlock(&audit->lock);
}

/* ---- The lease. */

static void tell_failure(struct background_audit *audit, const struct error *error)
{
    if (!audit->is_failing && !audit->is_stopping)
        log_warn("audit failed", LOG_ERROR(error));
    audit->is_failing = true;
    pthread_mutex_lock(&audit->lock);
    audit->failures++;
    pthread_mutex_unlock(&audit->lock);
}

/* Another replica tells the same from now on. */
static void follow(struct background_audit *audit)
{
    pthread_mutex_lock(&audit->lock);
    bool was_leader = audit->is_leader;
    audit->is_leader = audit->lease.is_held;
    if (!audit->is_leader)
        buffer_release(&audit->sample);
    pthread_mutex_unlock(&audit->lock);
    if (was_leader != audit->lease.is_held)
        log_info("audit lease", LOG_BOOLEAN("held", audit->lease.is_held),
                 LOG_STRING("holder", audit->holder));
}

static struct lease_time time_now(struct buffer *text)
{
    buffer_reset(text);
    clock_put_time(text);
    buffer_put_char(text, '\0');
    return (struct lease_time){text->failed ? "1970-01-01T00:00:00.000Z" : text->bytes,
                               clock_monotonic_ns()};
}

static void look_at_lease(struct background_audit *audit)
{
    struct error error = {0};
    struct buffer text = {0};
    if (!lease_try(&audit->lease, audit->leases, time_now(&text), &error))
        tell_failure(audit, &error);
    buffer_release(&text);
    follow(audit);
}

static void give_lease_back(struct background_audit *audit)
{
    struct buffer text = {0};
    lease_release(&audit->lease, audit->leases, time_now(&text));
    buffer_release(&text);
}

/* Long audits look at the lease on their way; what was listed meanwhile is not lost. */
static void show(void *closure, const char *resource, size_t objects)
{
    struct background_audit *audit = closure;
    (void)resource;
    (void)objects;
    if (clock_monotonic_ns() - audit->lease.renewed_ns > LOOK_SECONDS * ns_per_s)
        look_at_lease(audit);
}

/* ---- One audit. */

/* What could be listed is told, though an audit that is not whole is no success. One that failed
 * leaves what the one before found, whose age a metric tells. */
static void tell(struct background_audit *audit, const struct audit_round *round)
{
    struct buffer out = {0};
    if (!round->is_listed)
        return;
    audit_sample_put(&round->sample, &out);
    pthread_mutex_lock(&audit->lock);
    if (audit->is_leader) {
        buffer_release(&audit->sample);
        audit->sample = out;
        out = (struct buffer){0};
    }
    audit->successes += round->is_whole ? 1 : 0;
    audit->last_success_s = round->is_whole ? clock_now_s() : audit->last_success_s;
    audit->duration_ns = round->duration_ns;
    pthread_mutex_unlock(&audit->lock);
    buffer_release(&out);
}

/* An audit is whole without them. */
static void write_reports(struct background_audit *audit, const struct audit_round *round,
                          const struct audit_progress *progress)
{
    struct open_reports_outcome outcome;
    struct error error = {0};
    if (!round->is_listed || !round->config->audit.writes_open_reports || !audit->lease.is_held)
        return;
    bool done = open_reports_write(&round->reports, audit->lists, round->is_whole, progress,
                                   &outcome, &error);
    if (!done && !audit->is_report_failing && !audit->is_stopping)
        log_warn("audit reports not written", LOG_ERROR(&error),
                 LOG_NUMBER("written", outcome.written), LOG_NUMBER("failed", outcome.failed));
    if (done && audit->is_report_failing)
        log_info("audit reports are written again");
    audit->is_report_failing = !done;
    pthread_mutex_lock(&audit->lock);
    audit->report_writes += outcome.written + outcome.removed;
    audit->report_failures += outcome.failed;
    audit->report_left_out = open_reports_left_out(&round->reports);
    pthread_mutex_unlock(&audit->lock);
}

static void audit_once(struct background_audit *audit, const struct config *config)
{
    struct audit_round round;
    struct audit_progress progress = {show, audit};
    struct error error = {0};
    bool is_whole = audit_round_run(&round, config, audit->lists, &progress, &error);
    tell(audit, &round);
    if (!is_whole)
        tell_failure(audit, &error);
    else if (audit->is_failing)
        log_info("audit works again");
    audit->is_failing = !is_whole;
    write_reports(audit, &round, &progress);
    audit_round_release(&round);
}

/* ---- The thread. */

/* Returns early, and true, if the audit ends. */
static bool wait_for(struct background_audit *audit, uint64_t milliseconds)
{
    struct timespec until = condition_deadline(milliseconds);
    pthread_mutex_lock(&audit->lock);
    int result = 0;
    while (!audit->is_stopping && result == 0)
        result = pthread_cond_timedwait(&audit->wake, &audit->lock, &until);
    pthread_mutex_unlock(&audit->lock);
    return audit->is_stopping;
}

/* Returns the interval. */
static uint64_t look(struct background_audit *audit, uint64_t *next_ns)
{
    struct in_force *in_force = in_force_hold(&audit->server->in_force);
    const struct config *config = in_force->config;
    uint64_t interval_ms = config->audit.interval_ms;
    look_at_lease(audit);
    if (audit->lease.is_held && clock_monotonic_ns() >= *next_ns) {
        audit_once(audit, config);
        *next_ns = clock_monotonic_ns() + interval_ms * ns_per_ms;
    }
    in_force_release(in_force);
    return interval_ms;
}

static void *work(void *argument)
{
    struct background_audit *audit = argument;
    uint64_t next_ns = 0;
    uint64_t pause_ms = 0;
    /* Of this thread only, on Linux; without it audits are merely less polite. */
    (void)setpriority(PRIO_PROCESS, 0, NICENESS);
    while (!wait_for(audit, pause_ms)) {
        uint64_t interval_ms = look(audit, &next_ns);
        pause_ms = interval_ms < LOOK_SECONDS * 1000 ? interval_ms : LOOK_SECONDS * 1000;
    }
    give_lease_back(audit);
    return NULL;
}

/* ---- Beginning and end. */

static void free_audit(struct background_audit *audit)
{
    if (audit == NULL)
        return;
    cluster_close(audit->lists);
    cluster_close(audit->leases);
    buffer_release(&audit->sample);
    pthread_mutex_destroy(&audit->lock);
    pthread_cond_destroy(&audit->wake);
    free(audit->lease_name);
    free(audit);
}

static struct background_audit *new_audit(struct server *server)
{
    struct background_audit *audit = calloc(1, sizeof *audit);
    if (audit == NULL)
        return NULL;
    audit->server = server;
    pthread_mutex_init(&audit->lock, NULL);
    condition_init(&audit->wake);
    return audit;
}

/* The pod's name, and the process for those that share a machine. */
static void name_holder(struct background_audit *audit)
{
    char host[64] = "";
    if (gethostname(host, sizeof host - 1) != 0 || host[0] == '\0')
        memcpy(host, "unknown", sizeof "unknown");
    snprintf(audit->holder, sizeof audit->holder, "%s_%ld", host, (long)getpid());
}

static bool open_clusters(struct background_audit *audit, const struct audit_settings *settings,
                          struct error *error)
{
    const char *kubeconfig = settings->kubeconfig[0] != '\0' ? settings->kubeconfig : NULL;
    struct cluster_options lists = {.kubeconfig = kubeconfig};
    struct cluster_options leases = {
        .kubeconfig = kubeconfig, .timeout_ms = LEASE_TIMEOUT_MS, .attempts = 1};
    audit->lists = cluster_open(&lists, error);
    audit->leases = audit->lists != NULL ? cluster_open(&leases, error) : NULL;
    return audit->leases != NULL;
}

static bool begin(struct background_audit *audit, const struct audit_settings *settings,
                  struct error *error)
{
    name_holder(audit);
    audit->lease_name = strdup(settings->lease);
    if (audit->lease_name == NULL)
        return error_no_memory(error);
    if (!open_clusters(audit, settings, error))
        return false;
    audit->lease = (struct lease){
        .namespace = cluster_namespace(audit->leases),
        .name = audit->lease_name,
        .holder = audit->holder,
        .duration_s = LEASE_SECONDS,
    };
    if (pthread_create(&audit->thread, NULL, work, audit) != 0)
        return error_set(error, ERROR_SYSTEM, "no thread for the audit can be started");
    return true;
}

struct background_audit *background_audit_begin(struct server *server, struct error *error)
{
    struct in_force *in_force = in_force_hold(&server->in_force);
    struct background_audit *audit = NULL;
    bool is_wanted = in_force->config->audit.enabled;
    if (is_wanted)
        audit = new_audit(server);
    if (is_wanted && audit == NULL)
        error_no_memory(error);
    if (audit != NULL && !begin(audit, &in_force->config->audit, error)) {
        free_audit(audit);
        audit = NULL;
    }
    in_force_release(in_force);
    if (audit != NULL && !server_collect(server, collect, audit))
        log_error("audit cannot tell metrics: too many collectors");
    return audit;
}

void background_audit_cease(struct background_audit *audit)
{
    if (audit == NULL)
        return;
    pthread_mutex_lock(&audit->lock);
    audit->is_stopping = true;
    pthread_cond_signal(&audit->wake);
    pthread_mutex_unlock(&audit->lock);
    cluster_cancel(audit->lists);
}

void background_audit_end(struct background_audit *audit)
{
    if (audit == NULL)
        return;
    background_audit_cease(audit);
    pthread_join(audit->thread, NULL);
    free_audit(audit);
}
