#include "credentials.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_CHAIN = 16 };

struct credentials {
    gnutls_pcert_st chain[MAX_CHAIN];
    unsigned chain_count;
    gnutls_privkey_t key;
    atomic_size_t holders;
    struct credentials *successor; /* held */
};

static struct credential_store *_Atomic served;

void credential_store_init(struct credential_store *store)
{
    pthread_mutex_init(&store->lock, NULL);
    atomic_init(&store->current, NULL);
}

void credential_store_release(struct credential_store *store)
{
    credentials_release(atomic_exchange(&store->current, NULL));
    pthread_mutex_destroy(&store->lock);
}

static void free_credentials(struct credentials *credentials)
{
    for (unsigned i = 0; i < credentials->chain_count; i++)
        gnutls_pcert_deinit(&credentials->chain[i]);
    if (credentials->key != NULL)
        gnutls_privkey_deinit(credentials->key);
    free(credentials);
}

static gnutls_datum_t datum(char *pem)
{
    return (gnutls_datum_t){.data = (unsigned char *)pem, .size = (unsigned)strlen(pem)};
}

static int import(struct credentials *credentials, const struct certificate *certificate)
{
    gnutls_datum_t chain = datum(certificate->chain);
    gnutls_datum_t key = datum(certificate->key);
    unsigned count = MAX_CHAIN;
    int failure = gnutls_pcert_list_import_x509_raw(credentials->chain, &count, &chain,
                                                    GNUTLS_X509_FMT_PEM, 0);
    if (failure != 0)
        return failure;
    credentials->chain_count = count;
    failure = gnutls_privkey_init(&credentials->key);
    if (failure != 0)
        return failure;
    return gnutls_privkey_import_x509_raw(credentials->key, &key, GNUTLS_X509_FMT_PEM, NULL, 0);
}

static struct credentials *new_credentials(const struct certificate *certificate,
                                           struct error *error)
{
    struct credentials *credentials = calloc(1, sizeof *credentials);
    if (credentials == NULL) {
        error_no_memory(error);
        return NULL;
    }
    atomic_init(&credentials->holders, 1);
    int failure = import(credentials, certificate);
    if (failure == 0)
        return credentials;
    error_set(error, ERROR_VALUE, "GnuTLS does not take the certificate: %s",
              gnutls_strerror(failure));
    free_credentials(credentials);
    return NULL;
}

bool credential_store_set(struct credential_store *store, const struct certificate *certificate,
                          struct error *error)
{
    struct credentials *next = new_credentials(certificate, error);
    if (next == NULL)
        return false;
    pthread_mutex_lock(&store->lock);
    struct credentials *last = atomic_load(&store->current);
    if (last != NULL) {
        atomic_fetch_add(&next->holders, 1);
        last->successor = next;
    }
    atomic_store(&store->current, next);
    pthread_mutex_unlock(&store->lock);
    credentials_release(last);
    return true;
}

bool credential_store_is_filled(struct credential_store *store)
{
    return atomic_load(&store->current) != NULL;
}

struct credentials *credentials_hold(struct credential_store *store)
{
    pthread_mutex_lock(&store->lock);
    struct credentials *current = atomic_load(&store->current);
    if (current != NULL)
        atomic_fetch_add(&current->holders, 1);
    pthread_mutex_unlock(&store->lock);
    return current;
}

void credentials_release(struct credentials *credentials)
{
    while (credentials != NULL && atomic_fetch_sub(&credentials->holders, 1) == 1) {
        struct credentials *successor = credentials->successor;
        free_credentials(credentials);
        credentials = successor;
    }
}

void credentials_serve(struct credential_store *store)
{
    atomic_store(&served, store);
}

/* NOLINTNEXTLINE(readability-function-size): GnuTLS counts the parameters. */
int credentials_retrieve(gnutls_session_t session, const gnutls_datum_t *authorities,
                         int authority_count, const gnutls_pk_algorithm_t *algorithms,
                         int algorithm_count, gnutls_pcert_st **chain, unsigned *chain_count,
                         gnutls_privkey_t *key)
{
    struct credential_store *store = atomic_load(&served);
    struct credentials *current = store != NULL ? atomic_load(&store->current) : NULL;
    (void)authorities;
    (void)authority_count;
    (void)algorithms;
    (void)algorithm_count;
    if (current == NULL)
        return -1;
    /* Clients would choose by the names of authorities that were read at the start. */
    gnutls_certificate_send_x509_rdn_sequence(session, 1);
    *chain = current->chain;
    *chain_count = current->chain_count;
    *key = current->key;
    return 0;
}
