/* parse.h - PEM as OpenSSL's objects (RFC 7468). None of these asks for a pass phrase or leaves an
 * error in OpenSSL's queue. */
#ifndef X509_PARSE_H
#define X509_PARSE_H

#include <openssl/x509.h>

#include "base/check.h"

/* The first certificate; NULL: there is none in it, `pem` is NULL, or there is no memory. The
 * caller frees it. */
MUST_CHECK X509 *x509_parse_certificate(const char *pem);

/* All of them in their order, at least one; freed with sk_X509_pop_free. */
MUST_CHECK STACK_OF(X509) * x509_parse_certificates(const char *pem);

MUST_CHECK EVP_PKEY *x509_parse_key(const char *pem);

#endif
