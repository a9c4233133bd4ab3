#define _GNU_SOURCE
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#include "x509/parse.h"
#include "x509/x509.h"

static bool read_time(const ASN1_TIME *time, int64_t *seconds)
{
    struct tm broken_down = {0};
    if (ASN1_TIME_to_tm(time, &broken_down) != 1)
        return false;
    *seconds = timegm(&broken_down);
    return true;
}

bool x509_look(const char *certificate, struct x509_view *view)
{
    X509 *parsed = x509_parse_certificate(certificate);
    *view = (struct x509_view){0};
    bool is_read = parsed != NULL && read_time(X509_get0_notBefore(parsed), &view->made) &&
                   read_time(X509_get0_notAfter(parsed), &view->until);
    if (is_read) {
        view->made += X509_CLOCK_SKEW_SECONDS;
        view->is_authority = X509_check_ca(parsed) == 1;
    }
    X509_free(parsed);
    return is_read;
}

bool x509_is_pair(const struct x509_pair *pair)
{
    X509 *certificate = x509_parse_certificate(pair->certificate);
    EVP_PKEY *key = x509_parse_key(pair->key);
    bool is_pair =
        certificate != NULL && key != NULL && X509_check_private_key(certificate, key) == 1;
    ERR_clear_error();
    X509_free(certificate);
    EVP_PKEY_free(key);
    return is_pair;
}

bool x509_is_signed_by(const char *certificate, const char *authority)
{
    X509 *leaf = x509_parse_certificate(certificate);
    X509 *issuer = x509_parse_certificate(authority);
    bool is_signed = leaf != NULL && issuer != NULL &&
                     X509_check_issued(issuer, leaf) == X509_V_OK &&
                     X509_verify(leaf, X509_get0_pubkey(issuer)) == 1;
    ERR_clear_error();
    X509_free(leaf);
    X509_free(issuer);
    return is_signed;
}

bool x509_is_for(const char *certificate, const char *name)
{
    X509 *leaf = x509_parse_certificate(certificate);
    bool is_for = leaf != NULL && X509_check_host(leaf, name, strlen(name), 0, NULL) == 1;
    ERR_clear_error();
    X509_free(leaf);
    return is_for;
}
