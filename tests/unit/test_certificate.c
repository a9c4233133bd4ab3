#include <check.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "run_suite.h"
#include "server/certificate.h"

static char chain_file[] = "/tmp/release-gate-chain-XXXXXX";
static char key_file[] = "/tmp/release-gate-key-XXXXXX";
static struct certificate made;

static void make_files(void)
{
    struct error error = {0};
    ck_assert_msg(certificate_make(&made, &error), "%s", error.text);
    memcpy(strrchr(chain_file, '-'), "-XXXXXX", sizeof "-XXXXXX");
    memcpy(strrchr(key_file, '-'), "-XXXXXX", sizeof "-XXXXXX");
    close(mkstemp(chain_file));
    close(mkstemp(key_file));
}

static void remove_files(void)
{
    certificate_release(&made);
    unlink(chain_file);
    unlink(key_file);
}

static void write_file(const char *path, const char *content)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(content, file);
    fclose(file);
}

static X509 *leaf_of(const struct certificate *certificate)
{
    BIO *bytes = BIO_new_mem_buf(certificate->chain, -1);
    X509 *leaf = PEM_read_bio_X509(bytes, NULL, NULL, NULL);
    BIO_free(bytes);
    ck_assert_ptr_nonnull(leaf);
    return leaf;
}

START_TEST(a_made_certificate_is_good_for_this_machine)
{
    X509 *leaf = leaf_of(&made);
    ck_assert_int_eq(X509_check_host(leaf, "localhost", 0, 0, NULL), 1);
    ck_assert_int_eq(X509_check_ip_asc(leaf, "127.0.0.1", 0), 1);
    ck_assert_int_eq(X509_check_ip_asc(leaf, "::1", 0), 1);
    ck_assert_int_ne(X509_check_host(leaf, "example.com", 0, 0, NULL), 1);
    ck_assert_int_eq(X509_check_purpose(leaf, X509_PURPOSE_SSL_SERVER, 0), 1);
    ck_assert_int_eq(X509_check_ca(leaf), 0);
    ck_assert_int_eq(X509_verify(leaf, X509_get0_pubkey(leaf)), 1);
    X509_free(leaf);
}
END_TEST

START_TEST(it_is_valid_from_five_minutes_ago_for_thirty_days)
{
    X509 *leaf = leaf_of(&made);
    int days;
    int seconds;
    ck_assert_int_eq(ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(leaf), NULL), 1);
    ck_assert_int_eq(days, 0);
    ck_assert_int_ge(seconds, 5 * 60);
    ck_assert_int_le(seconds, 6 * 60);
    ck_assert_int_eq(ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(leaf)), 1);
    ck_assert(days == 30 || (days == 29 && seconds > 0));
    X509_free(leaf);
}
END_TEST

START_TEST(no_two_are_the_same)
{
    struct certificate other;
    struct error error = {0};
    ck_assert(certificate_make(&other, &error));
    ck_assert_str_ne(made.fingerprint, other.fingerprint);
    ck_assert_str_ne(made.key, other.key);
    certificate_release(&other);
}
END_TEST

START_TEST(files_are_loaded_as_they_are)
{
    struct certificate loaded;
    struct error error = {0};
    write_file(chain_file, made.chain);
    write_file(key_file, made.key);
    ck_assert_msg(certificate_load(chain_file, key_file, &loaded, &error), "%s", error.text);
    ck_assert_str_eq(loaded.chain, made.chain);
    ck_assert_str_eq(loaded.key, made.key);
    ck_assert_str_eq(loaded.fingerprint, made.fingerprint);
    ck_assert_uint_eq(strlen(loaded.fingerprint), 32 * 3 - 1);
    certificate_release(&loaded);
    certificate_release(&loaded);
}
END_TEST

static const char encrypted_key[] = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n"
                                    "-----END ENCRYPTED PRIVATE KEY-----\n";

/* NULL stands for what fits. */
static const struct {
    const char *chain;
    const char *key;
    const char *source;
    const char *text;
} bad[] = {
    {"", NULL, chain_file, "there is no PEM certificate in it"},
    {"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", NULL, chain_file,
     "there is no PEM certificate in it"},
    {NULL, "", key_file, "there is no PEM private key in it"},
    {NULL, encrypted_key, key_file, "the private key has a pass phrase"},
};

START_TEST(bad_files_are_named)
{
    struct certificate loaded;
    struct error error = {0};
    write_file(chain_file, bad[_i].chain != NULL ? bad[_i].chain : made.chain);
    write_file(key_file, bad[_i].key != NULL ? bad[_i].key : made.key);
    ck_assert(!certificate_load(chain_file, key_file, &loaded, &error));
    ck_assert_str_eq(error.source, bad[_i].source);
    ck_assert_str_eq(error.text, bad[_i].text);
    ck_assert_ptr_null(loaded.key);
}
END_TEST

START_TEST(another_key_is_refused)
{
    struct certificate other;
    struct certificate loaded;
    struct error error = {0};
    ck_assert(certificate_make(&other, &error));
    write_file(chain_file, made.chain);
    write_file(key_file, other.key);
    ck_assert(!certificate_load(chain_file, key_file, &loaded, &error));
    ck_assert_str_eq(error.source, key_file);
    ck_assert_str_eq(error.text, "the key is not that of the first certificate");
    certificate_release(&other);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_named)
{
    struct certificate loaded;
    struct error error = {0};
    ck_assert(!certificate_load("/nonexistent/tls.crt", key_file, &loaded, &error));
    ck_assert_str_eq(error.source, "/nonexistent/tls.crt");
    ck_assert_str_eq(error.text, "No such file or directory");
}
END_TEST

START_TEST(an_authority_is_at_least_one_certificate)
{
    struct error error = {0};
    write_file(chain_file, made.chain);
    char *pem = certificate_load_authority(chain_file, &error);
    ck_assert_str_eq(pem, made.chain);
    free(pem);
    write_file(chain_file, made.key);
    ck_assert_ptr_null(certificate_load_authority(chain_file, &error));
    ck_assert_str_eq(error.source, chain_file);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("certificate");
    TCase *tcase = tcase_create("files");
    tcase_add_checked_fixture(tcase, make_files, remove_files);
    tcase_add_test(tcase, a_made_certificate_is_good_for_this_machine);
    tcase_add_test(tcase, it_is_valid_from_five_minutes_ago_for_thirty_days);
    tcase_add_test(tcase, no_two_are_the_same);
    tcase_add_test(tcase, files_are_loaded_as_they_are);
    tcase_add_loop_test(tcase, bad_files_are_named, 0, (int)ARRAY_LEN(bad));
    tcase_add_test(tcase, another_key_is_refused);
    tcase_add_test(tcase, a_file_that_is_not_there_is_named);
    tcase_add_test(tcase, an_authority_is_at_least_one_certificate);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
