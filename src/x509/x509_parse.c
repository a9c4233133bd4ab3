#include <openssl/err.h>
#include <openssl/pem.h>

#include "x509/parse.h"

/* In place of the prompt for a pass phrase that OpenSSL would show on a terminal. */
/* NOLINTNEXTLINE(readability-non-const-parameter): pem_password_cb has this type. */
static int no_pass_phrase(char *out, int size, int is_writing, void *closure)
{
    (void)out;
    (void)size;
    (void)is_writing;
    (void)closure;
    return -1;
}

static BIO *open_pem(const char *pem)
{
    return pem != NULL ? BIO_new_mem_buf(pem, -1) : NULL;
}

static void close_pem(BIO *bytes)
{
    BIO_free(bytes);
    ERR_clear_error();
}

X509 *x509_parse_certificate(const char *pem)
{
    BIO *bytes = open_pem(pem);
    X509 *certificate = bytes != NULL ? PEM_read_bio_X509(bytes, NULL, no_pass_phrase, NULL) : NULL;
    close_pem(bytes);
    return certificate;
}

STACK_OF(X509) * x509_parse_certificates(const char *pem)
{
    STACK_OF(X509) *all = sk_X509_new_null();
    BIO *bytes = open_pem(pem);
    X509 *next = NULL;
    while (all != NULL && bytes != NULL &&
           (next = PEM_read_bio_X509(bytes, NULL, no_pass_phrase, NULL)) != NULL) {
        if (sk_X509_push(all, next) == 0) {
            X509_free(next);
            break;
        }
    }
    close_pem(bytes);
    if (sk_X509_num(all) > 0)
        return all;
    sk_X509_free(all);
    return NULL;
}

EVP_PKEY *x509_parse_key(const char *pem)
{
    BIO *bytes = open_pem(pem);
    EVP_PKEY *key =
        bytes != NULL ? PEM_read_bio_PrivateKey(bytes, NULL, no_pass_phrase, NULL) : NULL;
    close_pem(bytes);
    return key;
}
