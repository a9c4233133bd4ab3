/* keyring.h - all keys and certificates of one Secret, and what becomes of them with time. */
#ifndef AUTHORITY_KEYRING_H
#define AUTHORITY_KEYRING_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"
#include "x509/x509.h"

/* PEM; NULL: not there. The CA is exchanged in three steps, so that nobody meets a certificate of a
 * CA that he does not know yet: the next one is announced, then signs, and the old one stays known
 * until the last certificate that it signed has expired. */
struct keyring {
    struct x509_pair authority;
    struct x509_pair serving;     /* signed by the authority */
    struct x509_pair next;        /* announced, signs nothing yet */
    struct x509_pair old;         /* without its key */
    struct x509_pair old_serving; /* the last one that the old authority signed, without its key */
};

/* What the certificates are to be like. */
struct keyring_terms {
    const char *service; /* Kubernetes names */
    const char *namespace;
    int64_t certificate_seconds;
    int64_t authority_seconds;
};

void keyring_release(struct keyring *keyring);

/* A new CA with a certificate. */
MUST_CHECK bool keyring_begin(const struct keyring_terms *terms, int64_t now,
                              struct keyring *keyring, struct error *error);

/* The `data` of a Secret. What is not usable is left out; false, with the reason, if that is the
 * authority itself, or ERROR_MEMORY: then nothing is known of the Secret. */
MUST_CHECK bool keyring_read(struct json_object *data, int64_t now, struct keyring *keyring,
                             struct error *error);

/* As the `data` of a Secret; NULL when there is no memory. */
struct json_object *keyring_data(const struct keyring *keyring);

/* The certificates of all CAs that are to be trusted, in an order of their own. */
void keyring_put_bundle(const struct keyring *keyring, struct buffer *out);

enum keyring_step {
    KEYRING_STAY,
    KEYRING_RENEW,    /* a new serving certificate */
    KEYRING_ANNOUNCE, /* a next CA */
    KEYRING_ACTIVATE, /* the next CA signs from now on */
    KEYRING_FORGET,   /* the old CA */
};

/* What is due. The next CA is activated only if `is_known`: all API servers know the bundle. */
enum keyring_step keyring_due(const struct keyring *keyring, const struct keyring_terms *terms,
                              int64_t now, bool is_known);

/* Does it. On failure the keyring is as it was. */
MUST_CHECK bool keyring_take_step(struct keyring *keyring, enum keyring_step step,
                                  const struct keyring_terms *terms, int64_t now,
                                  struct error *error);

/* For the log: "renewed". */
const char *keyring_step_name(enum keyring_step step);

#endif
