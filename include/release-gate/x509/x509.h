/* x509.h - certificates and their keys, made and looked into (RFC 5280). */
#ifndef X509_X509_H
#define X509_X509_H

#include <stdbool.h>
#include <stdint.h>

#include "base/check.h"
#include "base/error.h"

/* Clocks differ: a certificate is valid from this long before it was made. */
enum { X509_CLOCK_SKEW_SECONDS = 5 * 60 };

/* PEM, NUL-terminated; NULL: none. */
struct x509_pair {
    char *certificate;
    char *key;
};

/* Wipes the key. */
void x509_pair_release(struct x509_pair *pair);

struct x509_wish {
    const char *common_name;
    const char *names; /* "DNS:localhost,IP:::1"; NULL: an authority, which signs others */
    const struct x509_pair *issuer; /* NULL: self-signed */
    int64_t now;                    /* seconds since 1970 */
    int64_t until;
};

/* A new ECDSA key (P-256) and its certificate. */
MUST_CHECK bool x509_make(const struct x509_wish *wish, struct x509_pair *pair,
                          struct error *error);

/* What a certificate says of itself. */
struct x509_view {
    int64_t made;  /* seconds since 1970: the begin of its validity without the clock skew */
    int64_t until; /* the end of it */
    bool is_authority;
};

/* False if the text holds no certificate. */
MUST_CHECK bool x509_look(const char *certificate, struct x509_view *view);

/* Does the key belong to the certificate? */
bool x509_is_pair(const struct x509_pair *pair);

bool x509_is_signed_by(const char *certificate, const char *authority);

/* Is `name`, a DNS name, one of those that it is for? */
bool x509_is_for(const char *certificate, const char *name);

#endif
