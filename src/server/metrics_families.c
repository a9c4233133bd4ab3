#define _GNU_SOURCE
#include <time.h>

#include "base/check.h"
#include "metrics_counters.h"
#include "runtime/clock.h"
#include "runtime/log.h"
#include "runtime/process.h"
#include "state.h"

enum {
    FIRST_YEAR = 1900, /* struct tm counts from it */
    YEAR_DIGITS = 10000,
    MONTH_DIGITS = 100,
};

typedef void put_samples(struct server *server, const struct metric_family *family,
                         struct buffer *out);

struct row {
    struct metric_family family;
    put_samples *put; /* NULL: `counters` */
    enum counter_set counters;
};

static const struct metric_labels no_labels;

static const char *const shed_reasons[] = {
    [SHED_BODY_BYTES] = "body_bytes",
    [SHED_ENDLESS_BODY] = "endless_body",
    [SHED_SLOW_HEADERS] = "slow_headers",
    [SHED_SLOW_BODY] = "slow_body",
    [SHED_SLOW_READER] = "slow_reader",
    [SHED_CONNECTIONS] = "connections",
    [SHED_ADDRESS_CONNECTIONS] = "connections_of_address",
    [SHED_DESCRIPTORS] = "descriptors",
};

_Static_assert(ARRAY_LEN(shed_reasons) == SHED_REASON_COUNT, "a name for each reason");

/* ---- Samples. */

static void put(struct buffer *out, const struct metric_family *family, uint64_t value)
{
    exposition_put_number(out, family, "", no_labels, value);
}

static void put_one(struct buffer *out, const struct metric_family *family, const char *label,
                    struct text name, uint64_t value)
{
    const struct metric_label item = {label, name};
    exposition_put_number(out, family, "", (struct metric_labels){&item, 1}, value);
}

static void put_build(struct server *server, const struct metric_family *family, struct buffer *out)
{
    (void)server;
    put_one(out, family, "version", TEXT(RELEASE_GATE_VERSION), 1);
}

static void put_policy(struct server *server, const struct metric_family *family,
                       struct buffer *out)
{
    struct in_force *in_force = in_force_hold(&server->in_force);
    put_one(out, family, "hash", text_from_string(in_force->config->policy->hash), 1);
    in_force_release(in_force);
}

static void put_failures(struct server *server, const struct metric_family *family,
                         struct buffer *out)
{
    put(out, family, atomic_load(&server->metrics.failures));
}

static void put_duration(struct server *server, const struct metric_family *family,
                         struct buffer *out)
{
    histogram_put(&server->metrics.review_duration, family, out);
}

/* The first second after its last day. */
static uint64_t end_of(const struct exemption *exemption)
{
    struct tm next_day = {
        .tm_year = (int)(exemption->until / YEAR_DIGITS) - FIRST_YEAR,
        .tm_mon = (int)(exemption->until / MONTH_DIGITS % MONTH_DIGITS) - 1,
        .tm_mday = (int)(exemption->until % MONTH_DIGITS) + 1,
    };
    return (uint64_t)timegm(&next_day);
}

static void put_exemption_ends(struct server *server, const struct metric_family *family,
                               struct buffer *out)
{
    struct in_force *in_force = in_force_hold(&server->in_force);
    const struct policy *policy = in_force->config->policy;
    for (size_t i = 0; i < policy->exemption_count; i++)
        put_one(out, family, "exemption", policy->exemptions[i].name,
                end_of(&policy->exemptions[i]));
    in_force_release(in_force);
}

static void put_exemptions_expired(struct server *server, const struct metric_family *family,
                                   struct buffer *out)
{
    struct in_force *in_force = in_force_hold(&server->in_force);
    const struct policy *policy = in_force->config->policy;
    unsigned today = clock_today();
    uint64_t count = 0;
    for (size_t i = 0; i < policy->exemption_count; i++)
        count += today > policy->exemptions[i].until;
    in_force_release(in_force);
    put(out, family, count);
}

static void put_in_flight(struct server *server, const struct metric_family *family,
                          struct buffer *out)
{
    put(out, family, atomic_load(&server->https.open_requests));
}

static void put_connections(struct server *server, const struct metric_family *family,
                            struct buffer *out)
{
    put(out, family, atomic_load(&server->https.connections.count));
}

static void put_max_connections(struct server *server, const struct metric_family *family,
                                struct buffer *out)
{
    put(out, family, server->max_connections);
}

static void put_body_bytes(struct server *server, const struct metric_family *family,
                           struct buffer *out)
{
    put(out, family, atomic_load(&server->body_bytes));
}

static void put_shed(struct server *server, const struct metric_family *family, struct buffer *out)
{
    for (size_t i = 0; i < SHED_REASON_COUNT; i++)
        put_one(out, family, "reason", text_from_string(shed_reasons[i]),
                atomic_load(&server->metrics.shed[i]));
}

static void put_tls_failures(struct server *server, const struct metric_family *family,
                             struct buffer *out)
{
    put(out, family, atomic_load(&server->metrics.tls_failures));
}

static void put_certificate_expiry(struct server *server, const struct metric_family *family,
                                   struct buffer *out)
{
    put(out, family, (uint64_t)atomic_load(&server->certificate_expiry));
}

/* ---- What is read anew. */

static const struct {
    const char *name;
    size_t offset;
} reloads[] = {
    {"configuration", offsetof(struct server, settings_reload)},
    {"certificate", offsetof(struct server, certificate_reload)},
};

static const struct reload *reload_at(const struct server *server, size_t i)
{
    return (const struct reload *)((const char *)server + reloads[i].offset);
}

static void put_reload(struct buffer *out, const struct metric_family *family, size_t i,
                       const char *result, uint64_t value)
{
    const struct metric_label labels[] = {
        {"what", text_from_string(reloads[i].name)},
        {"result", text_from_string(result)},
    };
    exposition_put_number(out, family, "", (struct metric_labels){labels, ARRAY_LEN(labels)},
                          value);
}

static void put_reloads(struct server *server, const struct metric_family *family,
                        struct buffer *out)
{
    for (size_t i = 0; i < ARRAY_LEN(reloads); i++) {
        put_reload(out, family, i, "success", atomic_load(&reload_at(server, i)->successes));
        put_reload(out, family, i, "failure", atomic_load(&reload_at(server, i)->failures));
    }
}

static void put_reload_failing(struct server *server, const struct metric_family *family,
                               struct buffer *out)
{
    for (size_t i = 0; i < ARRAY_LEN(reloads); i++)
        put_one(out, family, "what", text_from_string(reloads[i].name),
                atomic_load(&reload_at(server, i)->is_failing));
}

static void put_last_reload(struct server *server, const struct metric_family *family,
                            struct buffer *out)
{
    for (size_t i = 0; i < ARRAY_LEN(reloads); i++)
        put_one(out, family, "what", text_from_string(reloads[i].name),
                atomic_load(&reload_at(server, i)->last_success_s));
}

/* ---- The process. */

static void put_draining(struct server *server, const struct metric_family *family,
                         struct buffer *out)
{
    put(out, family, atomic_load(&server->is_draining));
}

static void put_lost_lines(struct server *server, const struct metric_family *family,
                           struct buffer *out)
{
    (void)server;
    put(out, family, log_lost_lines());
}

static void put_cpu(struct server *server, const struct metric_family *family, struct buffer *out)
{
    (void)server;
    exposition_put_seconds(out, family, "", no_labels, process_cpu_ns());
}

static void put_resident(struct server *server, const struct metric_family *family,
                         struct buffer *out)
{
    uint64_t resident = 0;
    uint64_t virtual = 0;
    (void)server;
    if (process_memory(&resident, &virtual))
        put(out, family, resident);
}

static void put_virtual(struct server *server, const struct metric_family *family,
                        struct buffer *out)
{
    uint64_t resident = 0;
    uint64_t virtual = 0;
    (void)server;
    if (process_memory(&resident, &virtual))
        put(out, family, virtual);
}

static void put_open_files(struct server *server, const struct metric_family *family,
                           struct buffer *out)
{
    uint64_t count = 0;
    (void)server;
    if (process_open_files(&count))
        put(out, family, count);
}

static void put_max_files(struct server *server, const struct metric_family *family,
                          struct buffer *out)
{
    (void)server;
    put(out, family, process_max_files());
}

static void put_start(struct server *server, const struct metric_family *family, struct buffer *out)
{
    put(out, family, server->metrics.started_s);
}

/* ---- The table. */

#define FAMILY(type_, name_, labels_, help_) .family = {(name_), (type_), (labels_), (help_)}
#define COUNTERS(name, labels, help, set_)                                                         \
    {                                                                                              \
        FAMILY(METRIC_COUNTER, name, labels, help), .counters = (set_)                             \
    }
#define COUNTER(name, labels, help, put_)                                                          \
    {                                                                                              \
        FAMILY(METRIC_COUNTER, name, labels, help), .put = (put_)                                  \
    }
#define GAUGE(name, labels, help, put_)                                                            \
    {                                                                                              \
        FAMILY(METRIC_GAUGE, name, labels, help), .put = (put_)                                    \
    }
#define HISTOGRAM(name, labels, help, put_)                                                        \
    {                                                                                              \
        FAMILY(METRIC_HISTOGRAM, name, labels, help), .put = (put_)                                \
    }

/* clang-format off */
static const struct row rows[] = {
    GAUGE("release_gate_build_info", "version", "Always 1", put_build),
    GAUGE("release_gate_policy_info", "hash", "Always 1; the hash of the policy in force", put_policy),
    COUNTERS("release_gate_reviews_total", "environment, kind, operation, decision, dry_run",
            "AdmissionReviews answered", COUNTER_SET_REVIEWS),
    COUNTERS("release_gate_findings_total", "environment, rule, outcome",
            "What the rules found in them", COUNTER_SET_FINDINGS),
    COUNTER("release_gate_review_failures_total", "",
            "Denials because an object could not be judged: no memory, a limit, a broken pattern",
            put_failures),
    HISTOGRAM("release_gate_review_duration_seconds", "le",
              "Time to read, judge and answer a review, without the network", put_duration),
    COUNTERS("release_gate_exemption_uses_total", "exemption, expired",
            "Findings that an exemption covers; an expired one does not help", COUNTER_SET_EXEMPTED),
    GAUGE("release_gate_exemption_end_timestamp_seconds", "exemption",
          "When each configured exemption stops counting", put_exemption_ends),
    GAUGE("release_gate_exemptions_expired", "", "Configured exemptions that do not count any more",
          put_exemptions_expired),
    COUNTERS("release_gate_break_glass_uses_total", "environment, dry_run",
            "Reviews that the break-glass annotation let pass", COUNTER_SET_BREAK_GLASS),
    COUNTERS("release_gate_http_responses_total", "path, code", "Answers on both ports",
            COUNTER_SET_RESPONSES),
    GAUGE("release_gate_requests_in_flight", "", "Requests on the HTTPS port that are not answered yet",
          put_in_flight),
    GAUGE("release_gate_connections_open", "", "Connections to the HTTPS port", put_connections),
    GAUGE("release_gate_connections_limit", "",
          "How many there can be: server.maxConnections, or what the descriptors allow",
          put_max_connections),
    GAUGE("release_gate_body_bytes", "", "Request bodies in memory", put_body_bytes),
    COUNTER("release_gate_shed_total", "reason", "Requests and connections that were turned away",
            put_shed),
    COUNTER("release_gate_tls_handshake_errors_total", "",
            "Connections that ended before they were encrypted, also those that only looked",
            put_tls_failures),
    GAUGE("release_gate_certificate_expiry_timestamp_seconds", "",
          "When the certificate in force expires", put_certificate_expiry),
    COUNTER("release_gate_reloads_total", "what, result",
            "Configurations and certificates read while running", put_reloads),
    GAUGE("release_gate_reload_failing", "what", "1 while what the files hold cannot be used",
          put_reload_failing),
    GAUGE("release_gate_last_reload_timestamp_seconds", "what",
          "When what is in force was read", put_last_reload),
    GAUGE("release_gate_draining", "", "1 after SIGTERM", put_draining),
    COUNTER("release_gate_log_lines_lost_total", "",
            "Log lines that standard error did not take", put_lost_lines),
    COUNTER("process_cpu_seconds_total", "", "Processor time of all threads", put_cpu),
    GAUGE("process_resident_memory_bytes", "", "Memory in use", put_resident),
    GAUGE("process_virtual_memory_bytes", "", "Address space in use", put_virtual),
    GAUGE("process_open_fds", "", "Open file descriptors", put_open_files),
    GAUGE("process_max_fds", "", "How many there can be", put_max_files),
    GAUGE("process_start_time_seconds", "", "When the process started", put_start),
};
/* clang-format on */

const struct metric_family *metrics_family(size_t index)
{
    return index < ARRAY_LEN(rows) ? &rows[index].family : NULL;
}

void metrics_put(struct server *server, struct buffer *out)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        exposition_put_head(out, &rows[i].family);
        if (rows[i].put != NULL)
            rows[i].put(server, &rows[i].family, out);
        else
            metrics_put_counters(&server->metrics, rows[i].counters, &rows[i].family, out);
    }
    for (size_t i = 0; i < server->collector_count; i++)
        server->collectors[i].collect(server->collectors[i].closure, out);
}
