/* pem.h - certificates out of what the API server keeps: base64 of PEM. */
#ifndef DOCTOR_PEM_H
#define DOCTOR_PEM_H

#include <openssl/x509.h>

#include "base/check.h"
#include "base/text.h"

/* All certificates, in their order; NULL: none in it, not base64, or no memory. The caller frees
 * it with pem_free. */
MUST_CHECK STACK_OF(X509) * pem_certificates(struct text base64);
void pem_free(STACK_OF(X509) * certificates);

/* The key of the first certificate is `base64`. */
bool pem_is_key_of(struct text base64, const X509 *certificate);

#endif
