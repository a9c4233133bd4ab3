#include "authority/authority.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keyring.h"
#include "runtime/clock.h"
#include "runtime/log.h"
#include "vault.h"
#include "webhooks.h"

enum {
    MILLISECONDS_PER_SECOND = 1000,
    NANOSECONDS_PER_MILLISECOND = 1000000,
    SLICE_MS = 100, /* of a pause, between looks whether it is to end */
    FIRST_PAUSE_MS = 500,
    LONGEST_PAUSE_MS = 30 * 1000,
    SHORTEST_SETTLING_MS = 2000,
    LONGEST_SETTLING_MS = 60 * 60 * 1000,
    SETTLINGS_PER_LIFETIME = 30,
    STATUS_FORBIDDEN = 403,
    STATUS_NOT_FOUND = 404,
    STATUS_CONFLICT = 409,
    PROBLEM_BYTES = 1024,
};

struct authority {
    struct cluster *cluster;
    struct authority_settings settings;
    struct authority_sink sink;
    struct keyring_terms terms;
    struct vault vault;
    struct json_object *last_good; /* data of the Secret, when it was last whole */
    char *published;               /* the bundle that all webhooks had at the last look */
    uint64_t published_since_ns;
    char *served;                /* the certificate that the sink has */
    bool has_failed;             /* this look */
    bool is_missing;             /* what it failed at is not there */
    char problem[PROBLEM_BYTES]; /* the last one that was told */
    uint64_t failure_pause_ms;
    atomic_bool is_stopping;
    pthread_t thread;
};

/* ---- What came of it. */

/* What a role must allow, by what was done. */
static const char needs_secret[] =
    "a Role with get, update and patch of this Secret, and with create of secrets";
static const char needs_webhooks[] =
    "a ClusterRole with get and patch of this ValidatingWebhookConfiguration";

/* Each failure is told once. Returns false. */
static bool fail(struct authority *authority, const char *object, unsigned status,
                 const char *needs, const struct error *error)
{
    char text[PROBLEM_BYTES];
    error_format(error, text, sizeof text);
    bool is_told = strcmp(text, authority->problem) == 0;
    authority->has_failed = true;
    authority->is_missing = status == STATUS_NOT_FOUND;
    snprintf(authority->problem, sizeof authority->problem, "%s", text);
    if (is_told || atomic_load(&authority->is_stopping))
        return false;
    if (status == STATUS_FORBIDDEN)
        log_error("the certificate cannot be looked after: a permission is missing",
                  LOG_ERROR(error), LOG_STRING("object", object), LOG_STRING("needs", needs));
    else
        log_error("the certificate cannot be looked after: it is tried again", LOG_ERROR(error),
                  LOG_STRING("object", object));
    return false;
}

static bool fail_at_secret(struct authority *authority, const struct error *error)
{
    return fail(authority, authority->settings.secret, authority->vault.status, needs_secret,
                error);
}

static void settle(struct authority *authority)
{
    if (authority->problem[0] != '\0')
        log_info("the certificate is looked after again");
    authority->problem[0] = '\0';
    authority->failure_pause_ms = 0;
}

/* ---- The Secret. */

static bool write_secret(struct authority *authority, const struct keyring *keyring,
                         const char *what)
{
    struct error error = {0};
    if (vault_write(&authority->vault, keyring, &error)) {
        log_info("Secret with CA and certificate written", LOG_STRING("why", what),
                 LOG_STRING("secret", authority->settings.secret));
        return true;
    }
    /* Somebody else was first, or removed it: the next look finds what there is. */
    if (authority->vault.status == STATUS_CONFLICT || authority->vault.status == STATUS_NOT_FOUND)
        return false;
    return fail_at_secret(authority, &error);
}

/* What this replica knows to be good puts a Secret right that somebody removed or changed; without
 * it everything begins anew. */
static bool restore(struct authority *authority, int64_t now, struct keyring *keyring)
{
    struct error error = {0};
    const char *why = "restored from memory";
    if (authority->last_good == NULL || !keyring_read(authority->last_good, now, keyring, &error)) {
        if (error.kind == ERROR_MEMORY)
            return fail_at_secret(authority, &error);
        error = (struct error){0};
        why = "first of all";
        if (!keyring_begin(&authority->terms, now, keyring, &error))
            return fail_at_secret(authority, &error);
    }
    return write_secret(authority, keyring, why);
}

/* Without webhooks nobody needs a certificate, and a Secret that is made while everything is
 * removed would stay for good. */
static bool create(struct authority *authority, int64_t now, struct keyring *keyring)
{
    struct error error = {0};
    const char *configuration = authority->settings.webhook_configuration;
    unsigned status;
    if (!webhooks_exist(authority->cluster, configuration, &status, &error))
        return fail(authority, configuration, status, needs_webhooks, &error);
    return restore(authority, now, keyring);
}

static bool read_secret(struct authority *authority, int64_t now, struct keyring *keyring)
{
    struct error error = {0};
    switch (vault_read(&authority->vault, now, keyring, &error)) {
    case VAULT_FAILED:
        return fail_at_secret(authority, &error);
    case VAULT_ABSENT:
        return create(authority, now, keyring);
    case VAULT_BROKEN:
        log_warn("the Secret cannot be used: it is written anew", LOG_ERROR(&error),
                 LOG_STRING("secret", authority->settings.secret));
        return restore(authority, now, keyring);
    case VAULT_READ:
        return true;
    }
    return false;
}

static void remember(struct authority *authority, const struct keyring *keyring)
{
    struct json_object *data = keyring_data(keyring);
    if (data == NULL)
        return;
    json_object_put(authority->last_good);
    authority->last_good = data;
}

/* ---- The webhooks. */

/* How long API servers have to see a new bundle before something is signed by a new CA. */
static uint64_t settling_ms(const struct authority_settings *settings)
{
    uint64_t wanted = settings->certificate_lifetime_ms / SETTLINGS_PER_LIFETIME;
    uint64_t least = settings->interval_ms * 2;
    if (least < SHORTEST_SETTLING_MS)
        least = SHORTEST_SETTLING_MS;
    if (wanted > LONGEST_SETTLING_MS)
        wanted = LONGEST_SETTLING_MS;
    return wanted > least ? wanted : least;
}

static char *bundle_of(const struct keyring *keyring)
{
    struct buffer bundle = {0};
    keyring_put_bundle(keyring, &bundle);
    return buffer_take(&bundle, NULL);
}

static bool is_published(const struct authority *authority, const char *bundle)
{
    return authority->published != NULL && strcmp(authority->published, bundle) == 0;
}

static bool is_known(const struct authority *authority, const struct keyring *keyring)
{
    char *bundle = bundle_of(keyring);
    bool is_it = bundle != NULL && is_published(authority, bundle);
    free(bundle);
    uint64_t age_ms =
        (clock_monotonic_ns() - authority->published_since_ns) / NANOSECONDS_PER_MILLISECOND;
    return is_it && age_ms >= settling_ms(&authority->settings);
}

/* True if the bundle stands in all webhooks. Takes it. */
static bool publish(struct authority *authority, char *bundle)
{
    struct error error = {0};
    struct webhooks_state state;
    const char *configuration = authority->settings.webhook_configuration;
    if (!webhooks_trust(authority->cluster, configuration, text_from_string(bundle), &state,
                        &error)) {
        fail(authority, configuration, state.status, needs_webhooks, &error);
        bool was_published = is_published(authority, bundle);
        free(bundle);
        return was_published;
    }
    if (state.was_written)
        log_info("caBundle written", LOG_STRING("webhookConfiguration", configuration));
    if (state.was_written || !is_published(authority, bundle))
        authority->published_since_ns = clock_monotonic_ns();
    free(authority->published);
    authority->published = bundle;
    return true;
}

/* ---- The server. */

static bool serve(struct authority *authority, const struct keyring *keyring)
{
    struct error error = {0};
    const struct x509_pair *pair = &keyring->serving;
    if (authority->served != NULL && strcmp(authority->served, pair->certificate) == 0)
        return true;
    if (!authority->sink.take(authority->sink.closure, pair->certificate, pair->key, &error))
        return fail(authority, authority->settings.secret, 0, "", &error);
    free(authority->served);
    authority->served = strdup(pair->certificate);
    return true;
}

/* ---- One look at all of it. */

/* False if something is to be tried again soon. */
static bool take_due_step(struct authority *authority, int64_t now, struct keyring *keyring)
{
    struct error error = {0};
    enum keyring_step step =
        keyring_due(keyring, &authority->terms, now, is_known(authority, keyring));
    if (step == KEYRING_STAY)
        return true;
    if (!keyring_take_step(keyring, step, &authority->terms, now, &error))
        return fail_at_secret(authority, &error);
    return write_secret(authority, keyring, keyring_step_name(step));
}

static bool look(struct authority *authority)
{
    struct keyring keyring = {0};
    int64_t now = (int64_t)clock_now_s();
    authority->has_failed = authority->is_missing = false;
    bool is_done = read_secret(authority, now, &keyring) && take_due_step(authority, now, &keyring);
    if (is_done) {
        char *bundle = bundle_of(&keyring);
        remember(authority, &keyring);
        is_done = bundle != NULL && publish(authority, bundle) && serve(authority, &keyring);
    }
    keyring_release(&keyring);
    if (!is_done || authority->has_failed)
        return false;
    settle(authority);
    return true;
}

static uint64_t next_pause_ms(struct authority *authority, bool is_done)
{
    uint64_t pause = authority->failure_pause_ms;
    uint64_t interval = authority->settings.interval_ms;
    /* Once the webhooks are there again, API servers refuse until they have the bundle. */
    if (is_done || (authority->is_missing && interval < LONGEST_PAUSE_MS))
        return interval;
    pause = pause != 0 ? pause * 2 : FIRST_PAUSE_MS;
    authority->failure_pause_ms = pause < LONGEST_PAUSE_MS ? pause : LONGEST_PAUSE_MS;
    return authority->failure_pause_ms;
}

static void *run(void *closure)
{
    struct authority *authority = closure;
    while (!atomic_load(&authority->is_stopping)) {
        uint64_t pause = next_pause_ms(authority, look(authority));
        for (; pause != 0 && !atomic_load(&authority->is_stopping);
             pause -= pause < SLICE_MS ? pause : SLICE_MS)
            clock_sleep_ms(pause < SLICE_MS ? pause : SLICE_MS);
    }
    return NULL;
}

static void release(struct authority *authority)
{
    vault_release(&authority->vault);
    json_object_put(authority->last_good);
    cluster_close(authority->cluster);
    free(authority->published);
    free(authority->served);
    free(authority);
}

struct authority *authority_start(struct cluster *cluster,
                                  const struct authority_settings *settings,
                                  const struct authority_sink *sink, struct error *error)
{
    struct authority *authority = calloc(1, sizeof *authority);
    if (authority == NULL) {
        error_no_memory(error);
        cluster_close(cluster);
        return NULL;
    }
    authority->cluster = cluster;
    authority->settings = *settings;
    authority->sink = *sink;
    authority->vault = (struct vault){.cluster = cluster, .name = settings->secret};
    authority->terms = (struct keyring_terms){
        .service = settings->service,
        .namespace = cluster_namespace(cluster),
        .certificate_seconds =
            (int64_t)(settings->certificate_lifetime_ms / MILLISECONDS_PER_SECOND),
        .authority_seconds = (int64_t)(settings->authority_lifetime_ms / MILLISECONDS_PER_SECOND),
    };
    atomic_init(&authority->is_stopping, false);
    if (pthread_create(&authority->thread, NULL, run, authority) == 0)
        return authority;
    error_set(error, ERROR_SYSTEM, "no thread can be started");
    release(authority);
    return NULL;
}

void authority_cease(struct authority *authority)
{
    if (authority == NULL)
        return;
    atomic_store(&authority->is_stopping, true);
    cluster_cancel(authority->cluster);
}

void authority_stop(struct authority *authority)
{
    if (authority == NULL)
        return;
    authority_cease(authority);
    pthread_join(authority->thread, NULL);
    release(authority);
}
