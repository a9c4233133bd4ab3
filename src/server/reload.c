#include "reload.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "fixed_settings.h"
#include "runtime/clock.h"
#include "runtime/file.h"
#include "runtime/log.h"

enum {
    MAX_FILE_BYTES = 4 << 20,
    MAX_ERRORS = 10,
    /* A certificate and its key are two files: whoever is between the first and the second looks
     * like a mistake for a moment. */
    SECOND_LOOK_MS = 100,
};

/* Files that cannot be read count by their error. */
static bool add_file(EVP_MD_CTX *digest, const char *file)
{
    struct buffer content = {0};
    struct error error = {0};
    if (file == NULL || file[0] == '\0')
        return true;
    bool is_read = file_read(file, MAX_FILE_BYTES, &content, &error);
    struct text bytes = is_read ? buffer_text(&content) : text_from_string(error.text);
    bool is_added = EVP_DigestUpdate(digest, &bytes.len, sizeof bytes.len) == 1 &&
                    EVP_DigestUpdate(digest, bytes.len != 0 ? bytes.ptr : "", bytes.len) == 1;
    buffer_release(&content);
    return is_added;
}

/* All zeros, which no content gives, if it cannot be told. */
static struct digest digest_of(const char *first, const char *second)
{
    struct digest result = {{0}};
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    bool is_done = digest != NULL && EVP_DigestInit_ex(digest, EVP_sha256(), NULL) == 1 &&
                   add_file(digest, first) && add_file(digest, second) &&
                   EVP_DigestFinal_ex(digest, result.bytes, NULL) == 1;
    EVP_MD_CTX_free(digest);
    return is_done ? result : (struct digest){{0}};
}

static bool is_same(const struct digest *a, const struct digest *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/* What changed while it was loaded may be in force or not: the next look loads it again. */
static struct digest digest_loaded(struct digest before, struct digest after)
{
    return is_same(&before, &after) ? after : (struct digest){{0}};
}

static struct digest digest_of_settings(struct server *server)
{
    struct in_force *in_force = in_force_hold(&server->in_force);
    struct digest digest = digest_of(server->source.file, in_force->config->tls.client_ca_file);
    in_force_release(in_force);
    return digest;
}

static struct digest digest_of_certificate(const struct config *config)
{
    return digest_of(config->tls.cert_file, config->tls.key_file);
}

/* ---- What came of it. */

/* What is in force is what the files hold. */
static void settle(struct reload *reload)
{
    reload->last_error[0] = '\0';
    atomic_store(&reload->is_failing, false);
}

static void succeed(struct reload *reload)
{
    settle(reload);
    atomic_fetch_add(&reload->successes, 1);
    atomic_store(&reload->last_success_s, clock_now_s());
}

/* True if this failure was not told yet. */
static bool fail(struct reload *reload, const struct error *error)
{
    char text[sizeof reload->last_error];
    error_format(error, text, sizeof text);
    atomic_store(&reload->is_failing, true);
    if (strcmp(text, reload->last_error) == 0)
        return false;
    atomic_fetch_add(&reload->failures, 1);
    snprintf(reload->last_error, sizeof reload->last_error, "%s", text);
    return true;
}

/* ---- Configuration. */

static bool fail_configuration(struct server *server, const struct error *error, size_t more)
{
    if (fail(&server->settings_reload, error))
        log_error("configuration not reloaded: the last good one stays in force", LOG_ERROR(error),
                  LOG_NUMBER("furtherErrors", more));
    return false;
}

static bool take_configuration(struct server *server, struct config *config)
{
    struct error error = {0};
    metrics_learn(&server->metrics, config->policy);
    if (!in_force_set(&server->in_force, config, &error)) {
        config_free(config);
        return fail_configuration(server, &error, 0);
    }
    succeed(&server->settings_reload);
    if (server->source.loaded != NULL)
        server->source.loaded(server->source.closure, config);
    log_info("configuration reloaded", LOG_STRING("policy", config->policy->hash));
    fixed_settings_warn(&server->fixed, config);
    return true;
}

static bool load_configuration(struct server *server)
{
    struct error_list errors;
    error_list_init(&errors, MAX_ERRORS);
    struct config *config = server->source.load(server->source.closure, &errors);
    struct error no_memory = {.kind = ERROR_MEMORY, .text = "out of memory"};
    const struct error *first = errors.count != 0 ? &errors.items[0] : &no_memory;
    size_t more = errors.count != 0 ? errors.count - 1 + errors.dropped : 0;
    bool is_taken = config != NULL ? take_configuration(server, config)
                                   : fail_configuration(server, first, more);
    error_list_release(&errors);
    return is_taken;
}

static void look_at_configuration(struct server *server)
{
    struct reload *reload = &server->settings_reload;
    struct digest now = digest_of_settings(server);
    if (is_same(&now, &reload->loaded)) {
        settle(reload);
        return;
    }
    if (load_configuration(server))
        reload->loaded = digest_loaded(now, digest_of_settings(server));
}

/* ---- Certificate. */

/* Takes what is in the certificate. */
static bool put_in_force(struct server *server, struct certificate *certificate,
                         struct error *error)
{
    bool is_set = credential_store_set(&server->credentials, certificate, error);
    if (is_set) {
        atomic_store(&server->certificate_expiry, certificate->not_after);
        log_info("certificate reloaded", LOG_STRING("sha256", certificate->fingerprint));
    }
    certificate_release(certificate);
    return is_set;
}

static bool load_certificate(struct server *server, const struct tls_settings *tls,
                             struct error *error)
{
    struct certificate certificate;
    *error = (struct error){0};
    return certificate_load(tls->cert_file, tls->key_file, &certificate, error) &&
           put_in_force(server, &certificate, error);
}

static bool reload_certificate(struct server *server, const struct tls_settings *tls)
{
    struct error error;
    bool is_loaded = load_certificate(server, tls, &error);
    if (!is_loaded) {
        clock_sleep_ms(SECOND_LOOK_MS);
        is_loaded = load_certificate(server, tls, &error);
    }
    if (is_loaded)
        succeed(&server->certificate_reload);
    else if (fail(&server->certificate_reload, &error))
        log_error("certificate not reloaded: the last good one stays in force", LOG_ERROR(&error));
    return is_loaded;
}

static void look_at_certificate(struct server *server)
{
    struct in_force *in_force = in_force_hold(&server->in_force);
    const struct tls_settings *tls = &in_force->config->tls;
    struct reload *reload = &server->certificate_reload;
    struct digest now = digest_of_certificate(in_force->config);
    if (tls->cert_file[0] == '\0' || is_same(&now, &reload->loaded))
        settle(reload);
    else if (reload_certificate(server, tls))
        reload->loaded = digest_loaded(now, digest_of_certificate(in_force->config));
    in_force_release(in_force);
}

static char *copy(const char *text, struct error *error)
{
    char *copy = strdup(text);
    if (copy == NULL)
        error_no_memory(error);
    return copy;
}

static bool take_certificate(struct server *server, const char *chain, const char *key,
                             struct error *error)
{
    struct certificate certificate;
    struct x509_pair pair = {copy(chain, error), copy(key, error)};
    if (pair.certificate != NULL && pair.key != NULL)
        return certificate_of_pair(&pair, &certificate, error) &&
               put_in_force(server, &certificate, error);
    x509_pair_release(&pair);
    return false;
}

bool server_take_certificate(struct server *server, const char *chain, const char *key,
                             struct error *error)
{
    struct error cause = {0};
    if (take_certificate(server, chain, key, &cause)) {
        succeed(&server->certificate_reload);
        atomic_store(&server->awaits_certificate, false);
        return true;
    }
    fail(&server->certificate_reload, &cause);
    return error_set(error, cause.kind, "%s", cause.text);
}

void reload_begin(struct server *server)
{
    struct in_force *in_force = in_force_hold(&server->in_force);
    server->settings_reload.loaded = digest_of_settings(server);
    server->certificate_reload.loaded = digest_of_certificate(in_force->config);
    in_force_release(in_force);
    atomic_store(&server->settings_reload.last_success_s, clock_now_s());
    atomic_store(&server->certificate_reload.last_success_s, clock_now_s());
}

void reload_look(struct server *server)
{
    look_at_configuration(server);
    if (!server->is_given_certificates)
        look_at_certificate(server);
}
