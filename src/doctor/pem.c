#include "pem.h"

#include <limits.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/buffer.h"
#include "document/base64.h"

/* NULL: not base64, nothing in it, or no memory. */
static BIO *open_base64(struct text base64, struct buffer *pem)
{
    BIO *source = NULL;
    if (base64_decode(base64, pem) && pem->len != 0 && pem->len <= INT_MAX)
        source = BIO_new_mem_buf(pem->bytes, (int)pem->len);
    return source;
}

static void close_base64(BIO *source, struct buffer *pem)
{
    BIO_free(source);
    if (pem->bytes != NULL)
        OPENSSL_cleanse(pem->bytes, pem->len);
    buffer_release(pem);
    ERR_clear_error();
}

STACK_OF(X509) * pem_certificates(struct text base64)
{
    struct buffer pem = {0};
    STACK_OF(X509) *all = sk_X509_new_null();
    BIO *source = open_base64(base64, &pem);
    X509 *next = NULL;
    while (all != NULL && source != NULL &&
           (next = PEM_read_bio_X509(source, NULL, NULL, NULL)) != NULL) {
        if (sk_X509_push(all, next) == 0) {
            X509_free(next);
            break;
        }
    }
    close_base64(source, &pem);
    if (sk_X509_num(all) > 0)
        return all;
    pem_free(all);
    return NULL;
}

void pem_free(STACK_OF(X509) * certificates)
{
    sk_X509_pop_free(certificates, X509_free);
}

bool pem_is_key_of(struct text base64, const X509 *certificate)
{
    struct buffer pem = {0};
    BIO *source = open_base64(base64, &pem);
    /* An empty pass phrase in place of a prompt on the terminal. */
    EVP_PKEY *key = source != NULL ? PEM_read_bio_PrivateKey(source, NULL, NULL, (void *)"") : NULL;
    bool is_pair = key != NULL && X509_check_private_key(certificate, key) == 1;
    EVP_PKEY_free(key);
    close_base64(source, &pem);
    return is_pair;
}
