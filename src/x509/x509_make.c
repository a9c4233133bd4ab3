#include "x509/x509.h"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "x509/parse.h"

enum {
    SERIAL_BITS = 127, /* positive in 16 bytes (RFC 5280, 4.1.2.2: at most 20) */
};

void x509_pair_release(struct x509_pair *pair)
{
    if (pair->key != NULL)
        OPENSSL_cleanse(pair->key, strlen(pair->key));
    free(pair->key);
    free(pair->certificate);
    *pair = (struct x509_pair){0};
}

static bool add_extension(X509 *certificate, X509 *issuer, int id, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, id, value);
    bool is_added = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return is_added;
}

/* What a certificate is for, as OpenSSL writes it. */
struct use {
    const char *constraints;
    const char *key_usage;
};

static const struct use of_authority = {"critical,CA:TRUE,pathlen:0",
                                        "critical,keyCertSign,cRLSign"};
static const struct use of_leaf = {"critical,CA:FALSE", "critical,digitalSignature"};

static bool add_extensions(X509 *certificate, X509 *issuer, const char *names)
{
    const struct use *use = names != NULL ? &of_leaf : &of_authority;
    return add_extension(certificate, issuer, NID_basic_constraints, use->constraints) &&
           add_extension(certificate, issuer, NID_key_usage, use->key_usage) &&
           add_extension(certificate, issuer, NID_subject_key_identifier, "hash") &&
           (issuer == certificate ||
            add_extension(certificate, issuer, NID_authority_key_identifier, "keyid")) &&
           (names == NULL || (add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth") &&
                              add_extension(certificate, issuer, NID_subject_alt_name, names)));
}

static bool set_serial(X509 *certificate)
{
    BIGNUM *number = BN_new();
    bool is_set = number != NULL &&
                  BN_rand(number, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
                  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;
    BN_free(number);
    return is_set;
}

static bool set_names(X509 *certificate, const X509 *issuer, const char *common_name)
{
    X509_NAME *name = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                                      (const unsigned char *)common_name, -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1;
}

static bool set_validity(X509 *certificate, const struct x509_wish *wish)
{
    return ASN1_TIME_set(X509_getm_notBefore(certificate),
                         (time_t)(wish->now - X509_CLOCK_SKEW_SECONDS)) != NULL &&
           ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)wish->until) != NULL;
}

/* `issuer` is `certificate` itself where there is none. */
static bool fill(X509 *certificate, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key,
                 const struct x509_wish *wish)
{
    return X509_set_version(certificate, X509_VERSION_3) == 1 && set_serial(certificate) &&
           set_validity(certificate, wish) && set_names(certificate, issuer, wish->common_name) &&
           X509_set_pubkey(certificate, key) == 1 &&
           add_extensions(certificate, issuer, wish->names) &&
           X509_sign(certificate, issuer_key, EVP_sha256()) != 0;
}

/* What was written, NUL-terminated and the caller's to free(). */
static char *take_bytes(BIO *memory)
{
    struct buffer copy = {0};
    char *bytes = NULL;
    long len = BIO_get_mem_data(memory, &bytes);
    buffer_put(&copy, (struct text){bytes, len > 0 ? (size_t)len : 0});
    return buffer_take(&copy, NULL);
}

static char *certificate_to_pem(const X509 *certificate)
{
    BIO *memory = BIO_new(BIO_s_mem());
    char *pem = NULL;
    if (memory != NULL && PEM_write_bio_X509(memory, certificate) == 1)
        pem = take_bytes(memory);
    BIO_free(memory);
    return pem;
}

static char *key_to_pem(const EVP_PKEY *key)
{
    BIO *memory = BIO_new(BIO_s_secmem());
    char *pem = NULL;
    if (memory != NULL && PEM_write_bio_PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL) == 1)
        pem = take_bytes(memory);
    BIO_free(memory);
    return pem;
}

static bool make(const struct x509_wish *wish, X509 *certificate, EVP_PKEY *key,
                 struct x509_pair *pair)
{
    bool is_own = wish->issuer == NULL;
    X509 *issuer = is_own ? certificate : x509_parse_certificate(wish->issuer->certificate);
    EVP_PKEY *issuer_key = is_own ? key : x509_parse_key(wish->issuer->key);
    bool is_filled =
        issuer != NULL && issuer_key != NULL && fill(certificate, key, issuer, issuer_key, wish);
    if (!is_own) {
        X509_free(issuer);
        EVP_PKEY_free(issuer_key);
    }
    if (!is_filled)
        return false;
    pair->certificate = certificate_to_pem(certificate);
    pair->key = key_to_pem(key);
    return pair->certificate != NULL && pair->key != NULL;
}

bool x509_make(const struct x509_wish *wish, struct x509_pair *pair, struct error *error)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    *pair = (struct x509_pair){0};
    bool is_made = key != NULL && certificate != NULL && make(wish, certificate, key, pair);
    if (!is_made) {
        const char *reason = ERR_reason_error_string(ERR_get_error());
        x509_pair_release(pair);
        error_set(error, ERROR_INTERNAL, "a certificate for %s cannot be made: %s",
                  wish->common_name, reason != NULL ? reason : "out of memory");
    }
    ERR_clear_error();
    X509_free(certificate);
    EVP_PKEY_free(key);
    return is_made;
}
