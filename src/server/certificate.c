#include "certificate.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certificate_fingerprint.h"
#include "runtime/file.h"
#include "x509/parse.h"

/* A chain of ten large RSA certificates has 30 KiB. */
enum { MAX_PEM_BYTES = 1 << 20 };

static bool fail(struct error *error, const char *file, enum error_kind kind, const char *text)
{
    error_set(error, kind, "%s", text);
    if (error != NULL)
        snprintf(error->source, sizeof error->source, "%s", file);
    ERR_clear_error();
    return false;
}

static char *read_pem(const char *file, struct error *error)
{
    struct buffer content = {0};
    char *pem = NULL;
    if (file_read(file, MAX_PEM_BYTES, &content, error))
        pem = buffer_take(&content, NULL);
    if (content.bytes != NULL)
        OPENSSL_cleanse(content.bytes, content.len);
    buffer_release(&content);
    if (pem == NULL)
        error_no_memory(error);
    return pem;
}

static bool has_pass_phrase(const char *pem)
{
    return strstr(pem, "BEGIN ENCRYPTED PRIVATE KEY") != NULL || strstr(pem, "ENCRYPTED\n") != NULL;
}

static bool check_dates(const X509 *leaf, const char *file, struct error *error)
{
    if (X509_cmp_current_time(X509_get0_notBefore(leaf)) >= 0)
        return fail(error, file, ERROR_VALUE, "the certificate is not valid yet");
    if (X509_cmp_current_time(X509_get0_notAfter(leaf)) <= 0)
        return fail(error, file, ERROR_VALUE, "the certificate has expired");
    return true;
}

struct pair {
    const char *chain_file;
    const char *key_file;
    X509 *leaf;
    EVP_PKEY *key;
};

static bool check_pair(const struct pair *pair, const char *key_pem, struct error *error)
{
    if (pair->leaf == NULL)
        return fail(error, pair->chain_file, ERROR_SYNTAX, "there is no PEM certificate in it");
    if (pair->key == NULL && has_pass_phrase(key_pem))
        return fail(error, pair->key_file, ERROR_VALUE, "the private key has a pass phrase");
    if (pair->key == NULL)
        return fail(error, pair->key_file, ERROR_SYNTAX, "there is no PEM private key in it");
    if (X509_check_private_key(pair->leaf, pair->key) != 1)
        return fail(error, pair->key_file, ERROR_VALUE,
                    "the key is not that of the first certificate");
    return check_dates(pair->leaf, pair->chain_file, error);
}

static bool inspect(const char *chain_file, const char *key_file, struct certificate *certificate,
                    struct error *error)
{
    struct pair pair = {chain_file, key_file, x509_parse_certificate(certificate->chain),
                        x509_parse_key(certificate->key)};
    bool is_good = check_pair(&pair, certificate->key, error) &&
                   ((certificate_put_fingerprint(pair.leaf, certificate->fingerprint) &&
                     certificate_read_expiry(pair.leaf, &certificate->not_after)) ||
                    fail(error, chain_file, ERROR_INTERNAL, "the certificate cannot be read"));
    X509_free(pair.leaf);
    EVP_PKEY_free(pair.key);
    return is_good;
}

bool certificate_load(const char *chain_file, const char *key_file, struct certificate *certificate,
                      struct error *error)
{
    *certificate = (struct certificate){.chain = read_pem(chain_file, error)};
    if (certificate->chain != NULL)
        certificate->key = read_pem(key_file, error);
    if (certificate->key != NULL && inspect(chain_file, key_file, certificate, error))
        return true;
    certificate_release(certificate);
    return false;
}

bool certificate_of_pair(struct x509_pair *pair, struct certificate *certificate,
                         struct error *error)
{
    *certificate = (struct certificate){.chain = pair->certificate, .key = pair->key};
    *pair = (struct x509_pair){0};
    if (inspect("", "", certificate, error))
        return true;
    certificate_release(certificate);
    return false;
}

char *certificate_load_authority(const char *file, struct error *error)
{
    char *pem = read_pem(file, error);
    X509 *first = pem != NULL ? x509_parse_certificate(pem) : NULL;
    if (pem != NULL && first == NULL) {
        fail(error, file, ERROR_SYNTAX, "there is no PEM certificate in it");
        free(pem);
        pem = NULL;
    }
    X509_free(first);
    return pem;
}

void certificate_release(struct certificate *certificate)
{
    free(certificate->chain);
    if (certificate->key != NULL)
        OPENSSL_cleanse(certificate->key, strlen(certificate->key));
    free(certificate->key);
    *certificate = (struct certificate){0};
}
