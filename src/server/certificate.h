/* certificate.h - the server's certificate and key: from files, or made for this run. */
#ifndef SERVER_CERTIFICATE_H
#define SERVER_CERTIFICATE_H

#include <stdint.h>

#include "base/check.h"
#include "base/error.h"
#include "x509/x509.h"

/* SHA-256 in hex with colons, as `openssl x509 -fingerprint` writes it. */
enum { CERTIFICATE_FINGERPRINT_BYTES = 96 };

/* PEM, NUL-terminated; certificate_release wipes the key. */
struct certificate {
    char *chain; /* leaf first */
    char *key;
    char fingerprint[CERTIFICATE_FINGERPRINT_BYTES]; /* of the leaf */
    int64_t not_after;                               /* of the leaf; seconds since 1970 */
};

/* False, with the file as the error's source, if a file cannot be read, is not PEM, has a pass
 * phrase, if the key is not that of the leaf, or the leaf is not valid today. */
MUST_CHECK bool certificate_load(const char *chain_file, const char *key_file,
                                 struct certificate *certificate, struct error *error);

/* The same for one in memory. Takes what is in the pair. */
MUST_CHECK bool certificate_of_pair(struct x509_pair *pair, struct certificate *certificate,
                                    struct error *error);

/* A self-signed one (ECDSA, P-256) for localhost, 127.0.0.1, ::1 and this machine's name, valid
 * for 30 days and, for clocks that differ, from five minutes ago. */
MUST_CHECK bool certificate_make(struct certificate *certificate, struct error *error);

/* The certificates of the authority that signs clients, as PEM; NULL, with the file as the error's
 * source, if there is none in it. The caller's to free(). */
MUST_CHECK char *certificate_load_authority(const char *file, struct error *error);

void certificate_release(struct certificate *certificate);

#endif
