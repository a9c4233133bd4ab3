/* The serving certificate and the caBundle that API servers hold it against. */
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "base/check.h"
#include "core/json_node.h"
#include "examination.h"
#include "name_group.h"
#include "pem.h"
#include "webhook.h"

/* Renewal of all tls.modes happens earlier than this; what is nearer is not being renewed. */
enum { SOON_DAYS = 14, DAY_SECONDS = 24 * 60 * 60 };

static struct json_object *secret_data(const struct examination *examination)
{
    return json_member(examination->facts->secret.value, "data");
}

static STACK_OF(X509) * serving_chain(const struct examination *examination)
{
    return pem_certificates(json_member_text(secret_data(examination), "tls.crt"));
}

static const char *renewal(struct examination *examination)
{
    return examination_text(
        examination,
        "kubectl -n %.*s logs -l app.kubernetes.io/name=release-gate; for tls.mode auto: kubectl "
        "-n %.*s delete secret %.*s",
        TEXT_ARGS(examination->namespace), TEXT_ARGS(examination->namespace),
        TEXT_ARGS(examination->facts->secret_name));
}

static bool days_left(const struct examination *examination, const X509 *leaf, int *days,
                      int *seconds)
{
    ASN1_TIME *now = ASN1_TIME_set(NULL, (time_t)examination->facts->now);
    bool is_known =
        now != NULL && ASN1_TIME_diff(days, seconds, now, X509_get0_notAfter(leaf)) == 1;
    ASN1_TIME_free(now);
    return is_known;
}

static void check_age(struct examination *examination, const X509 *leaf)
{
    int days = 0;
    int seconds = 0;
    if (!days_left(examination, leaf, &days, &seconds))
        examination_add(examination, DIAGNOSIS_FAILURE, renewal(examination),
                        "the end of the serving certificate cannot be read");
    else if (days < 0 || seconds < 0)
        examination_add(examination, DIAGNOSIS_FAILURE, renewal(examination),
                        "the serving certificate expired %d days ago", -days);
    else if (days < SOON_DAYS)
        examination_add(examination, DIAGNOSIS_WARNING, renewal(examination),
                        "the serving certificate expires in %d days", days);
    else
        examination_add(examination, DIAGNOSIS_FINE, NULL,
                        "the serving certificate is valid for %d more days", days);
}

static void check_name(struct examination *examination, X509 *leaf)
{
    const char *name =
        examination_text(examination, "%.*s.%.*s.svc", TEXT_ARGS(examination->service),
                         TEXT_ARGS(examination->namespace));
    if (X509_check_host(leaf, name, 0, 0, NULL) != 1)
        examination_add(examination, DIAGNOSIS_FAILURE, renewal(examination),
                        "the serving certificate is not for %s, which API servers ask for", name);
}

void check_certificate(struct examination *examination)
{
    const struct fact *secret = &examination->facts->secret;
    if (!examination_knows(examination, secret, "the Secret with the certificate")) {
        if (secret->problem == NULL && examination->facts->webhooks.value != NULL)
            examination_add(examination, DIAGNOSIS_FAILURE, renewal(examination),
                            "there is no Secret %.*s/%.*s", TEXT_ARGS(examination->namespace),
                            TEXT_ARGS(examination->facts->secret_name));
        return;
    }
    STACK_OF(X509) *chain = serving_chain(examination);
    if (chain == NULL) {
        examination_add(examination, DIAGNOSIS_FAILURE, renewal(examination),
                        "Secret %.*s/%.*s holds no certificate in tls.crt",
                        TEXT_ARGS(examination->namespace),
                        TEXT_ARGS(examination->facts->secret_name));
        return;
    }
    X509 *leaf = sk_X509_value(chain, 0);
    check_age(examination, leaf);
    check_name(examination, leaf);
    if (!pem_is_key_of(json_member_text(secret_data(examination), "tls.key"), leaf))
        examination_add(examination, DIAGNOSIS_FAILURE, renewal(examination),
                        "tls.key is not the key of tls.crt");
    pem_free(chain);
}

/* As an API server does it: any certificate of the bundle is an anchor (Go's crypto/x509). */
static bool verifies(STACK_OF(X509) * chain, STACK_OF(X509) * bundle)
{
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    bool is_ready = store != NULL && context != NULL;
    for (int i = 0; is_ready && i < sk_X509_num(bundle); i++)
        is_ready = X509_STORE_add_cert(store, sk_X509_value(bundle, i)) == 1;
    bool is_good =
        is_ready && X509_STORE_CTX_init(context, store, sk_X509_value(chain, 0), chain) == 1;
    if (is_good) {
        X509_VERIFY_PARAM *how = X509_STORE_CTX_get0_param(context);
        /* How old it is has a check of its own. */
        X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
        is_good = X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER) == 1 &&
                  X509_verify_cert(context) == 1;
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    return is_good;
}

static const char ca_cure[] =
    "restart the server, which writes it (tls.mode auto); for certManager look at its cainjector; "
    "else helm upgrade";

/* What can be wrong with a bundle, said once for all webhooks that have it. */
enum bundle_fault { BUNDLE_MISSING, BUNDLE_EMPTY, BUNDLE_FOREIGN, BUNDLE_FAULT_COUNT, BUNDLE_GOOD };

static const char *const bundle_faults[BUNDLE_FAULT_COUNT] = {
    [BUNDLE_MISSING] = "no caBundle: API servers do not trust the server",
    [BUNDLE_EMPTY] = "a caBundle without a certificate",
    [BUNDLE_FOREIGN] = "a caBundle that did not sign the serving certificate",
};

/* Without a chain only whether there is a bundle. */
static enum bundle_fault fault_of(STACK_OF(X509) * chain, struct text base64)
{
    if (base64.len == 0)
        return BUNDLE_MISSING;
    STACK_OF(X509) *bundle = pem_certificates(base64);
    enum bundle_fault fault = BUNDLE_GOOD;
    if (bundle == NULL)
        fault = BUNDLE_EMPTY;
    else if (chain != NULL && !verifies(chain, bundle))
        fault = BUNDLE_FOREIGN;
    pem_free(bundle);
    return fault;
}

static void report(struct examination *examination, struct name_group *groups)
{
    for (size_t fault = 0; fault < BUNDLE_FAULT_COUNT; fault++) {
        size_t count = groups[fault].count;
        const char *names = name_group_take(&groups[fault], examination);
        if (count != 0)
            examination_add(examination, DIAGNOSIS_FAILURE, ca_cure, "%zu webhook%s (%s) with %s",
                            count, examination_plural(count), names, bundle_faults[fault]);
    }
}

void check_ca_bundle(struct examination *examination)
{
    const struct doctor_facts *facts = examination->facts;
    struct name_group groups[BUNDLE_FAULT_COUNT] = {{{0}, 0}};
    STACK_OF(X509) *chain = serving_chain(examination);
    size_t good = 0;
    for (size_t i = 0; i < webhook_count(facts); i++) {
        struct json_object *webhook = webhook_at(facts, i);
        enum bundle_fault fault = fault_of(chain, webhook_ca_bundle(webhook));
        if (fault == BUNDLE_GOOD)
            good++;
        else
            name_group_add(&groups[fault], webhook_name(webhook));
    }
    report(examination, groups);
    if (good != 0 && good == webhook_count(facts) && chain != NULL)
        examination_add(examination, DIAGNOSIS_FINE, NULL,
                        "the caBundle of every webhook signed the serving certificate");
    pem_free(chain);
}
