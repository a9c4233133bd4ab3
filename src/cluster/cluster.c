#include "cluster/cluster.h"

#include <stdlib.h>
#include <sys/random.h>

#include "access.h"
#include "answer.h"
#include "attempts.h"
#include "plugin.h"
#include "runtime/clock.h"
#include "runtime/log.h"
#include "transport.h"

enum {
    DEFAULT_TIMEOUT_MS = 30 * 1000,
    DEFAULT_ATTEMPTS = 5,
    SLICE_MS = 100, /* of a pause, between looks whether all was cancelled */
    STATUS_UNAUTHORIZED = 401,
};

struct cluster {
    struct access access;
    struct transport *transport;
    struct plugin_credentials credentials;
    unsigned attempts;
    atomic_bool is_cancelled;
};

static bool is_in_pod(const struct cluster_options *options)
{
    const char *host = getenv("KUBERNETES_SERVICE_HOST");
    return options->kubeconfig == NULL && options->context == NULL && host != NULL &&
           host[0] != '\0';
}

static bool open_cluster(struct cluster *cluster, const struct cluster_options *options,
                         struct error *error)
{
    struct access *access = &cluster->access;
    const struct transport_options transport = {
        .access = access,
        .timeout_ms = options->timeout_ms != 0 ? options->timeout_ms : DEFAULT_TIMEOUT_MS,
        .is_cancelled = &cluster->is_cancelled,
    };
    cluster->attempts = options->attempts != 0 ? options->attempts : DEFAULT_ATTEMPTS;
    atomic_init(&cluster->is_cancelled, false);
    if (!(is_in_pod(options) ? access_of_pod(options, access, error)
                             : access_of_kubeconfig(options, access, error)))
        return false;
    cluster->transport = transport_new(&transport, error);
    return cluster->transport != NULL;
}

struct cluster *cluster_open(const struct cluster_options *options, struct error *error)
{
    const struct cluster_options usual = {0};
    struct cluster *cluster = calloc(1, sizeof *cluster);
    if (cluster == NULL) {
        error_no_memory(error);
        return NULL;
    }
    if (open_cluster(cluster, options != NULL ? options : &usual, error))
        return cluster;
    cluster_close(cluster);
    return NULL;
}

void cluster_close(struct cluster *cluster)
{
    if (cluster == NULL)
        return;
    transport_free(cluster->transport);
    plugin_credentials_release(&cluster->credentials);
    access_release(&cluster->access);
    free(cluster);
}

void cluster_cancel(struct cluster *cluster)
{
    atomic_store(&cluster->is_cancelled, true);
}

const char *cluster_server(const struct cluster *cluster)
{
    return cluster->access.server;
}

const char *cluster_namespace(const struct cluster *cluster)
{
    const char *namespace = cluster->access.namespace;
    return namespace != NULL && namespace[0] != '\0' ? namespace : "default";
}

/* ---- Asking, until there is an answer. */

static bool get_credentials(struct cluster *cluster, struct error *error)
{
    if (cluster->access.plugin.command == NULL ||
        plugin_credentials_are_fresh(&cluster->credentials))
        return true;
    plugin_credentials_release(&cluster->credentials);
    return plugin_run(&cluster->access, &cluster->credentials, error);
}

static bool has_exchanged_credentials(const struct cluster *cluster)
{
    return cluster->access.plugin.command != NULL || cluster->access.token_file != NULL;
}

/* False if it was cancelled meanwhile. */
static bool pause_for(const struct cluster *cluster, uint64_t milliseconds)
{
    while (milliseconds != 0 && !atomic_load(&cluster->is_cancelled)) {
        uint64_t slice = milliseconds < SLICE_MS ? milliseconds : SLICE_MS;
        clock_sleep_ms(slice);
        milliseconds -= slice;
    }
    return !atomic_load(&cluster->is_cancelled);
}

static uint32_t random_number(void)
{
    uint32_t number = 0;
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) != (ssize_t)sizeof number)
        number = (uint32_t)clock_monotonic_ns();
    return number;
}

/* An attempt and what comes after it. */
struct course {
    unsigned number;  /* of the attempt, from 0 */
    bool was_refused; /* the credentials had run out once already */
    struct attempt attempt;
};

/* Credentials that ran out between being read and being looked at are no reason to give up. */
static bool is_worth_new_credentials(struct cluster *cluster, struct course *course)
{
    if (course->attempt.status != STATUS_UNAUTHORIZED || course->was_refused ||
        !has_exchanged_credentials(cluster))
        return false;
    course->was_refused = true;
    plugin_credentials_release(&cluster->credentials);
    return true;
}

static bool goes_on(struct cluster *cluster, const struct cluster_request *request,
                    struct course *course)
{
    const struct attempt *attempt = &course->attempt;
    bool may_go_on =
        is_worth_new_credentials(cluster, course) || attempts_may_go_on(request->method, attempt);
    if (!may_go_on || course->number + 1 >= cluster->attempts)
        return false;
    uint64_t pause = attempts_pause_ms(course->number, attempt->retry_after_s, random_number());
    log_debug("the API server is asked again", LOG_STRING("path", request->path),
              LOG_NUMBER("status", attempt->status), LOG_STRING("problem", attempt->problem),
              LOG_NUMBER("afterMs", pause));
    return pause_for(cluster, pause);
}

bool cluster_ask(struct cluster *cluster, const struct cluster_request *request,
                 struct cluster_answer *answer, struct error *error)
{
    struct course course = {0};
    *answer = (struct cluster_answer){0};
    for (;; course.number++) {
        bool is_tried = get_credentials(cluster, error) &&
                        transport_try(cluster->transport, request, &cluster->credentials,
                                      &course.attempt, error);
        bool is_over = !is_tried || !goes_on(cluster, request, &course);
        bool is_answered =
            is_tried && is_over &&
            answer_read(request, cluster->access.server, &course.attempt, answer, error);
        buffer_release(&course.attempt.body);
        if (is_over)
            return is_answered;
    }
}
