#define _GNU_SOURCE
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "certificate.h"
#include "certificate_fingerprint.h"

enum {
    SERIAL_BITS = 127, /* positive in 16 bytes (RFC 5280, 4.1.2.2: at most 20) */
    VALID_DAYS = 30,
    CLOCK_SKEW_SECONDS = 5 * 60,
    HOST_BYTES = 256,
};

bool certificate_put_fingerprint(const X509 *leaf, char out[CERTIFICATE_FINGERPRINT_BYTES])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (X509_digest(leaf, EVP_sha256(), digest, &len) != 1)
        return false;
    for (unsigned i = 0; i < len; i++)
        snprintf(out + (size_t)i * 3, 4, i + 1 < len ? "%02X:" : "%02X", digest[i]);
    return true;
}

bool certificate_read_expiry(const X509 *leaf, int64_t *not_after)
{
    struct tm end = {0};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(leaf), &end) != 1)
        return false;
    *not_after = timegm(&end);
    return true;
}

static bool is_host_name(const char *name)
{
    for (const char *c = name; *c != '\0'; c++) {
        if (!ascii_is_alnum(*c) && *c != '-' && *c != '.')
            return false;
    }
    return name[0] != '\0';
}

static void put_names(struct buffer *out)
{
    char host[HOST_BYTES] = "";
    buffer_put(out, TEXT("DNS:localhost,IP:127.0.0.1,IP:::1"));
    if (gethostname(host, sizeof host - 1) == 0 && is_host_name(host))
        buffer_printf(out, ",DNS:%s", host);
    buffer_put_char(out, '\0');
}

static bool add_extension(X509 *certificate, int id, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, id, value);
    bool is_added = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return is_added;
}

static bool add_extensions(X509 *certificate)
{
    struct buffer names = {0};
    put_names(&names);
    bool is_added = !names.failed &&
                    add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
                    add_extension(certificate, NID_key_usage, "critical,digitalSignature") &&
                    add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
                    add_extension(certificate, NID_subject_key_identifier, "hash") &&
                    add_extension(certificate, NID_subject_alt_name, names.bytes);
    buffer_release(&names);
    return is_added;
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

static bool set_names(X509 *certificate)
{
    X509_NAME *name = X509_get_subject_name(certificate);
    const unsigned char common_name[] = "release-gate (self-signed)";
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC, common_name, -1, -1, 0) ==
               1 &&
           X509_set_issuer_name(certificate, name) == 1;
}

static bool fill(X509 *certificate, EVP_PKEY *key)
{
    return X509_set_version(certificate, X509_VERSION_3) == 1 && set_serial(certificate) &&
           X509_gmtime_adj(X509_getm_notBefore(certificate), -CLOCK_SKEW_SECONDS) != NULL &&
           X509_time_adj_ex(X509_getm_notAfter(certificate), VALID_DAYS, 0, NULL) != NULL &&
           set_names(certificate) && X509_set_pubkey(certificate, key) == 1 &&
           add_extensions(certificate) && X509_sign(certificate, key, EVP_sha256()) != 0;
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

bool certificate_make(struct certificate *certificate, struct error *error)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *leaf = X509_new();
    *certificate = (struct certificate){0};
    if (key != NULL && leaf != NULL && fill(leaf, key)) {
        certificate->chain = certificate_to_pem(leaf);
        certificate->key = key_to_pem(key);
    }
    bool is_made = certificate->chain != NULL && certificate->key != NULL &&
                   certificate_put_fingerprint(leaf, certificate->fingerprint) &&
                   certificate_read_expiry(leaf, &certificate->not_after);
    if (!is_made) {
        certificate_release(certificate);
        error_set(error, ERROR_INTERNAL, "a self-signed certificate cannot be made: %s",
                  ERR_reason_error_string(ERR_get_error()));
    }
    X509_free(leaf);
    EVP_PKEY_free(key);
    return is_made;
}
