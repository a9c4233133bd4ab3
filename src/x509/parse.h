/* parse.h - PEM to what OpenSSL works with. */
#ifndef X509_PARSE_H
#define X509_PARSE_H

#include <openssl/evp.h>
#include <openssl/x509.h>

/* The first in the text; NULL: there is none. Nobody is asked for a pass phrase. */
X509 *parse_certificate(const char *pem);
EVP_PKEY *parse_key(const char *pem);

#endif
