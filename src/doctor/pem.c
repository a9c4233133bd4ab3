#include "pem.h"

#include <openssl/crypto.h>
#include <openssl/err.h>

#include "base/buffer.h"
#include "document/base64.h"
#include "x509/parse.h"

/* NUL-terminated; NULL: not base64, or no memory. */
static const char *decode(struct text base64, struct buffer *pem)
{
    if (!base64_decode(base64, pem))
        return NULL;
    buffer_put_char(pem, '\0');
    return pem->failed ? NULL : pem->bytes;
}

static void forget(struct buffer *pem)
{
    if (pem->bytes != NULL)
        OPENSSL_cleanse(pem->bytes, pem->len);
    buffer_release(pem);
}

STACK_OF(X509) * pem_certificates(struct text base64)
{
    struct buffer pem = {0};
    STACK_OF(X509) *all = x509_parse_certificates(decode(base64, &pem));
    forget(&pem);
    return all;
}

void pem_free(STACK_OF(X509) * certificates)
{
    sk_X509_pop_free(certificates, X509_free);
}

bool pem_is_key_of(struct text base64, const X509 *certificate)
{
    struct buffer pem = {0};
    EVP_PKEY *key = x509_parse_key(decode(base64, &pem));
    bool is_pair = key != NULL && X509_check_private_key(certificate, key) == 1;
    ERR_clear_error();
    EVP_PKEY_free(key);
    forget(&pem);
    return is_pair;
}
