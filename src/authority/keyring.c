#include "keyring.h"

#include <stdlib.h>
#include <string.h>

enum { RENEWAL_NUMERATOR = 2, RENEWAL_DENOMINATOR = 3 };

static struct x509_pair *pair_of(struct keyring *keyring, size_t index)
{
    struct x509_pair *const pairs[] = {
        &keyring->authority, &keyring->serving,     &keyring->next,
        &keyring->old,       &keyring->old_serving,
    };
    return index < ARRAY_LEN(pairs) ? pairs[index] : NULL;
}

void keyring_release(struct keyring *keyring)
{
    for (size_t i = 0; pair_of(keyring, i) != NULL; i++)
        x509_pair_release(pair_of(keyring, i));
}

/* ---- Making. */

static bool make_authority(const struct keyring_terms *terms, int64_t now, struct x509_pair *pair,
                           struct error *error)
{
    const struct x509_wish wish = {
        .common_name = "release-gate CA",
        .now = now,
        .until = now + terms->authority_seconds,
    };
    return x509_make(&wish, pair, error);
}

/* Never longer than its authority. */
static int64_t end_of_serving(const struct x509_pair *authority, const struct keyring_terms *terms,
                              int64_t now)
{
    struct x509_view view;
    int64_t until = now + terms->certificate_seconds;
    if (!x509_look(authority->certificate, &view) || view.until > until)
        return until;
    return view.until;
}

static bool make_serving(const struct x509_pair *authority, const struct keyring_terms *terms,
                         int64_t now, struct x509_pair *pair, struct error *error)
{
    struct buffer names = {0};
    buffer_printf(&names, "DNS:%s.%s.svc,DNS:%s.%s.svc.cluster.local,DNS:%s.%s", terms->service,
                  terms->namespace, terms->service, terms->namespace, terms->service,
                  terms->namespace);
    char *list = buffer_take(&names, NULL);
    const struct x509_wish wish = {
        .common_name = "release-gate",
        .names = list,
        .issuer = authority,
        .now = now,
        .until = end_of_serving(authority, terms, now),
    };
    bool is_made = list != NULL ? x509_make(&wish, pair, error) : error_no_memory(error);
    free(list);
    return is_made;
}

bool keyring_begin(const struct keyring_terms *terms, int64_t now, struct keyring *keyring,
                   struct error *error)
{
    *keyring = (struct keyring){0};
    if (make_authority(terms, now, &keyring->authority, error) &&
        make_serving(&keyring->authority, terms, now, &keyring->serving, error))
        return true;
    keyring_release(keyring);
    return false;
}

/* ---- What is due. */

/* Two thirds of its life are over, or it is none. */
static bool is_aged(const struct x509_pair *pair, int64_t now)
{
    struct x509_view view;
    if (!x509_look(pair->certificate, &view))
        return true;
    return now >= view.made + (view.until - view.made) * RENEWAL_NUMERATOR / RENEWAL_DENOMINATOR;
}

static bool has_expired(const struct x509_pair *pair, int64_t now)
{
    struct x509_view view;
    return !x509_look(pair->certificate, &view) || now >= view.until;
}

static bool is_for_service(const struct x509_pair *serving, const struct keyring_terms *terms)
{
    struct buffer name = {0};
    buffer_printf(&name, "%s.%s.svc", terms->service, terms->namespace);
    char *string = buffer_take(&name, NULL);
    bool is_for = string != NULL && x509_is_for(serving->certificate, string);
    free(string);
    return is_for;
}

enum keyring_step keyring_due(const struct keyring *keyring, const struct keyring_terms *terms,
                              int64_t now, bool is_known)
{
    if (is_aged(&keyring->serving, now) || !is_for_service(&keyring->serving, terms))
        return KEYRING_RENEW;
    if (keyring->next.certificate != NULL && is_known)
        return KEYRING_ACTIVATE;
    if (keyring->next.certificate == NULL && is_aged(&keyring->authority, now))
        return KEYRING_ANNOUNCE;
    if (keyring->old.certificate != NULL &&
        (has_expired(&keyring->old_serving, now) || has_expired(&keyring->old, now)))
        return KEYRING_FORGET;
    return KEYRING_STAY;
}

/* ---- The steps. */

static void move(struct x509_pair *from, struct x509_pair *to)
{
    x509_pair_release(to);
    *to = *from;
    *from = (struct x509_pair){0};
}

static void drop_key(struct x509_pair *pair)
{
    struct x509_pair key = {.key = pair->key};
    pair->key = NULL;
    x509_pair_release(&key);
}

static bool renew(struct keyring *keyring, const struct keyring_terms *terms, int64_t now,
                  struct error *error)
{
    struct x509_pair serving;
    if (!make_serving(&keyring->authority, terms, now, &serving, error))
        return false;
    move(&serving, &keyring->serving);
    return true;
}

static bool announce(struct keyring *keyring, const struct keyring_terms *terms, int64_t now,
                     struct error *error)
{
    return make_authority(terms, now, &keyring->next, error);
}

static bool activate(struct keyring *keyring, const struct keyring_terms *terms, int64_t now,
                     struct error *error)
{
    struct x509_pair serving;
    if (!make_serving(&keyring->next, terms, now, &serving, error))
        return false;
    move(&keyring->authority, &keyring->old);
    move(&keyring->serving, &keyring->old_serving);
    drop_key(&keyring->old);
    drop_key(&keyring->old_serving);
    move(&keyring->next, &keyring->authority);
    move(&serving, &keyring->serving);
    return true;
}

static bool forget(struct keyring *keyring, const struct keyring_terms *terms, int64_t now,
                   struct error *error)
{
    (void)terms;
    (void)now;
    (void)error;
    x509_pair_release(&keyring->old);
    x509_pair_release(&keyring->old_serving);
    return true;
}

static const struct {
    const char *name;
    bool (*take)(struct keyring *keyring, const struct keyring_terms *terms, int64_t now,
                 struct error *error);
} steps[] = {
    [KEYRING_STAY] = {"kept", NULL},
    [KEYRING_RENEW] = {"certificate renewed", renew},
    [KEYRING_ANNOUNCE] = {"next CA announced", announce},
    [KEYRING_ACTIVATE] = {"next CA in use", activate},
    [KEYRING_FORGET] = {"old CA forgotten", forget},
};

bool keyring_take_step(struct keyring *keyring, enum keyring_step step,
                       const struct keyring_terms *terms, int64_t now, struct error *error)
{
    return steps[step].take == NULL || steps[step].take(keyring, terms, now, error);
}

const char *keyring_step_name(enum keyring_step step)
{
    return steps[step].name;
}
