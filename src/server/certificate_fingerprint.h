/* certificate_fingerprint.h - the name by which people compare certificates. */
#ifndef SERVER_CERTIFICATE_FINGERPRINT_H
#define SERVER_CERTIFICATE_FINGERPRINT_H

#include <openssl/x509.h>
#include <stdint.h>

#include "base/check.h"
#include "certificate.h"

MUST_CHECK bool certificate_put_fingerprint(const X509 *leaf,
                                            char out[CERTIFICATE_FINGERPRINT_BYTES]);

/* The end of the validity, in seconds since 1970. */
MUST_CHECK bool certificate_read_expiry(const X509 *leaf, int64_t *not_after);

#endif
