/* What becomes of a CA and its certificates with time, and with a Secret that somebody changed. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "authority/keyring.h"
#include "core/json_node.h"
#include "document/base64.h"
#include "run_suite.h"

enum { START = 1800000000, CERTIFICATE_SECONDS = 900, AUTHORITY_SECONDS = 9000 };

static const struct keyring_terms terms = {
    .service = "gate",
    .namespace = "security",
    .certificate_seconds = CERTIFICATE_SECONDS,
    .authority_seconds = AUTHORITY_SECONDS,
};

static struct keyring keyring;

static void begin(void)
{
    struct error error = {0};
    ck_assert_msg(keyring_begin(&terms, START, &keyring, &error), "%s", error.text);
}

static void end(void)
{
    keyring_release(&keyring);
}

static size_t bundle_count(void)
{
    struct buffer bundle = {0};
    size_t count = 0;
    keyring_put_bundle(&keyring, &bundle);
    buffer_put_char(&bundle, '\0');
    for (const char *at = bundle.bytes; (at = strstr(at, "BEGIN CERTIFICATE")) != NULL; at++)
        count++;
    buffer_release(&bundle);
    return count;
}

static char *bundle_copy(void)
{
    struct buffer bundle = {0};
    keyring_put_bundle(&keyring, &bundle);
    return buffer_take(&bundle, NULL);
}

static void take(enum keyring_step step, int64_t now)
{
    struct error error = {0};
    ck_assert_msg(keyring_take_step(&keyring, step, &terms, now, &error), "%s", error.text);
}

/* Whatever the step, what is served is signed by what is trusted. */
static void assert_consistent(void)
{
    ck_assert(x509_is_signed_by(keyring.serving.certificate, keyring.authority.certificate));
    ck_assert(x509_is_pair(&keyring.serving));
    ck_assert(x509_is_pair(&keyring.authority));
    ck_assert(x509_is_for(keyring.serving.certificate, "gate.security.svc"));
    ck_assert(x509_is_for(keyring.serving.certificate, "gate.security.svc.cluster.local"));
    ck_assert(!x509_is_for(keyring.serving.certificate, "gate.other.svc"));
}

START_TEST(it_begins_with_a_ca_and_a_certificate)
{
    struct x509_view view;
    assert_consistent();
    ck_assert_uint_eq(bundle_count(), 1);
    ck_assert(x509_look(keyring.authority.certificate, &view));
    ck_assert(view.is_authority);
    ck_assert_int_eq(view.made, START);
    ck_assert_int_eq(view.until, START + AUTHORITY_SECONDS);
    ck_assert(x509_look(keyring.serving.certificate, &view));
    ck_assert(!view.is_authority);
    ck_assert_int_eq(view.until, START + CERTIFICATE_SECONDS);
    ck_assert_int_eq(keyring_due(&keyring, &terms, START, true), KEYRING_STAY);
}
END_TEST

START_TEST(a_certificate_is_renewed_after_two_thirds)
{
    char *before = strdup(keyring.serving.certificate);
    ck_assert_int_eq(keyring_due(&keyring, &terms, START + 599, true), KEYRING_STAY);
    ck_assert_int_eq(keyring_due(&keyring, &terms, START + 600, false), KEYRING_RENEW);
    take(KEYRING_RENEW, START + 600);
    assert_consistent();
    ck_assert_str_ne(before, keyring.serving.certificate);
    ck_assert_int_eq(keyring_due(&keyring, &terms, START + 600, true), KEYRING_STAY);
    free(before);
}
END_TEST

START_TEST(another_service_needs_another_certificate)
{
    struct keyring_terms other = terms;
    other.service = "renamed";
    ck_assert_int_eq(keyring_due(&keyring, &other, START, true), KEYRING_RENEW);
}
END_TEST

START_TEST(a_new_ca_is_known_before_it_signs_and_the_old_one_after)
{
    int64_t now = START + 6000;
    take(KEYRING_RENEW, now);
    ck_assert_int_eq(keyring_due(&keyring, &terms, now, true), KEYRING_ANNOUNCE);
    take(KEYRING_ANNOUNCE, now);
    assert_consistent();
    ck_assert_uint_eq(bundle_count(), 2);
    ck_assert_int_eq(keyring_due(&keyring, &terms, now, false), KEYRING_STAY);
    ck_assert_int_eq(keyring_due(&keyring, &terms, now, true), KEYRING_ACTIVATE);

    char *announced = bundle_copy();
    take(KEYRING_ACTIVATE, now + 10);
    char *active = bundle_copy();
    assert_consistent();
    ck_assert_str_eq(announced, active); /* so nothing is written to the webhooks */
    ck_assert_ptr_null(keyring.old.key);
    ck_assert_ptr_null(keyring.next.certificate);
    free(announced);
    free(active);

    ck_assert_int_eq(keyring_due(&keyring, &terms, now + 599, true), KEYRING_STAY);
    take(KEYRING_RENEW, now + 610);
    ck_assert_int_eq(keyring_due(&keyring, &terms, now + 899, true), KEYRING_STAY);
    ck_assert_int_eq(keyring_due(&keyring, &terms, now + 900, true), KEYRING_FORGET);
    take(KEYRING_FORGET, now + 900);
    assert_consistent();
    ck_assert_uint_eq(bundle_count(), 1);
}
END_TEST

START_TEST(no_certificate_outlives_its_ca)
{
    struct x509_view view;
    take(KEYRING_RENEW, START + AUTHORITY_SECONDS - 100);
    ck_assert(x509_look(keyring.serving.certificate, &view));
    ck_assert_int_eq(view.until, START + AUTHORITY_SECONDS);
}
END_TEST

/* ---- As a Secret. */

static void set_value(struct json_object *data, const char *key, const char *value)
{
    struct buffer encoded = {0};
    base64_encode(text_from_string(value), &encoded);
    json_object_object_add(data, key, json_object_new_string_len(encoded.bytes, (int)encoded.len));
    buffer_release(&encoded);
}

START_TEST(a_secret_is_read_back_to_the_same)
{
    struct keyring copy;
    struct error error = {0};
    take(KEYRING_ANNOUNCE, START);
    struct json_object *data = keyring_data(&keyring);
    ck_assert_msg(keyring_read(data, START, &copy, &error), "%s", error.text);
    ck_assert_str_eq(copy.authority.key, keyring.authority.key);
    ck_assert_str_eq(copy.serving.certificate, keyring.serving.certificate);
    ck_assert_str_eq(copy.next.key, keyring.next.key);
    ck_assert_ptr_null(copy.old.certificate);
    keyring_release(&copy);
    json_object_put(data);
}
END_TEST

/* What somebody made of a key, and what is left: an error, or what is due. */
static const struct {
    const char *key;
    const char *value; /* NULL: removed */
    const char *text;
    enum keyring_step due;
    int64_t later;
} changes[] = {
    {"ca.crt", NULL, "there is no certificate in ca.crt", KEYRING_STAY, 0},
    {"ca.crt", "junk", "there is no certificate in ca.crt", KEYRING_STAY, 0},
    {"ca.key", NULL, "ca.key is not the key of ca.crt", KEYRING_STAY, 0},
    {"ca.key", "junk", "ca.key is not the key of ca.crt", KEYRING_STAY, 0},
    {"other", "junk", "the CA in ca.crt has expired", KEYRING_STAY, AUTHORITY_SECONDS},
    {"tls.crt", NULL, NULL, KEYRING_RENEW, 0},
    {"tls.key", "junk", NULL, KEYRING_RENEW, 0},
    {"other", "junk", NULL, KEYRING_RENEW, CERTIFICATE_SECONDS},
    {"ca-next.key", "junk", NULL, KEYRING_STAY, 0},
    {"ca-old.crt", "junk", NULL, KEYRING_STAY, 0},
    {"other", "junk", NULL, KEYRING_STAY, 0},
};

START_TEST(of_a_changed_secret_the_good_parts_are_kept)
{
    struct keyring read;
    struct error error = {0};
    struct json_object *data = keyring_data(&keyring);
    json_object_object_del(data, changes[_i].key);
    if (changes[_i].value != NULL)
        set_value(data, changes[_i].key, changes[_i].value);
    int64_t now = START + changes[_i].later;
    bool is_read = keyring_read(data, now, &read, &error);
    ck_assert_int_eq(is_read, changes[_i].text == NULL);
    if (is_read)
        ck_assert_int_eq(keyring_due(&read, &terms, now, true), changes[_i].due);
    else
        ck_assert_str_eq(error.text, changes[_i].text);
    keyring_release(&read);
    json_object_put(data);
}
END_TEST

START_TEST(a_leaf_is_no_ca_and_no_object_no_secret)
{
    struct keyring read;
    struct error error = {0};
    struct json_object *data = keyring_data(&keyring);
    set_value(data, "ca.crt", keyring.serving.certificate);
    set_value(data, "ca.key", keyring.serving.key);
    ck_assert(!keyring_read(data, START, &read, &error));
    ck_assert_str_eq(error.text, "ca.crt is no CA");
    json_object_put(data);
    error = (struct error){0};
    ck_assert(!keyring_read(NULL, START, &read, &error));
    ck_assert_str_eq(error.text, "there is no certificate in ca.crt");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("keyring");
    TCase *tcase = tcase_create("keyring");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, it_begins_with_a_ca_and_a_certificate);
    tcase_add_test(tcase, a_certificate_is_renewed_after_two_thirds);
    tcase_add_test(tcase, another_service_needs_another_certificate);
    tcase_add_test(tcase, a_new_ca_is_known_before_it_signs_and_the_old_one_after);
    tcase_add_test(tcase, no_certificate_outlives_its_ca);
    tcase_add_test(tcase, a_secret_is_read_back_to_the_same);
    tcase_add_loop_test(tcase, of_a_changed_secret_the_good_parts_are_kept, 0, ARRAY_LEN(changes));
    tcase_add_test(tcase, a_leaf_is_no_ca_and_no_object_no_secret);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
