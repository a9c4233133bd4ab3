#define _GNU_SOURCE
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "certificate.h"
#include "certificate_fingerprint.h"
#include "x509/x509.h"

enum {
    VALID_SECONDS = 30 * 24 * 60 * 60,
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

bool certificate_make(struct certificate *certificate, struct error *error)
{
    struct buffer names = {0};
    struct x509_pair pair = {0};
    *certificate = (struct certificate){0};
    put_names(&names);
    if (names.failed) {
        buffer_release(&names);
        return error_no_memory(error);
    }
    const struct x509_wish wish = {
        .common_name = "release-gate (self-signed)",
        .names = names.bytes,
        .now = time(NULL),
        .until = time(NULL) + VALID_SECONDS,
    };
    bool is_made = x509_make(&wish, &pair, error);
    buffer_release(&names);
    return is_made && certificate_of_pair(&pair, certificate, error);
}
