/* credentials.h - the certificate that handshakes use, exchanged while the server runs. */
#ifndef SERVER_CREDENTIALS_H
#define SERVER_CREDENTIALS_H

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/check.h"
#include "base/error.h"
#include "certificate.h"

/* One certificate with its key, as GnuTLS wants it. */
struct credentials;

/* The one in force. A handshake does not tell which connection it belongs to, and may go on for as
 * long as its client likes. So each connection holds what was in force when it began, and each
 * credentials hold their successor: whatever a handshake may meet outlives it. */
struct credential_store {
    pthread_mutex_t lock;
    struct credentials *_Atomic current; /* NULL: none yet, and handshakes fail */
};

void credential_store_init(struct credential_store *store);

/* After the last connection has ended. */
void credential_store_release(struct credential_store *store);

/* In force for the handshakes that begin from now on. On failure what was in force stays. */
MUST_CHECK bool credential_store_set(struct credential_store *store,
                                     const struct certificate *certificate, struct error *error);

/* True once there is a certificate. */
bool credential_store_is_filled(struct credential_store *store);

/* NULL: there is none yet. */
struct credentials *credentials_hold(struct credential_store *store);
void credentials_release(struct credentials *credentials);

/* The store that credentials_retrieve answers from: there is one server in a process, and GnuTLS
 * passes nothing along. NULL: none. */
void credentials_serve(struct credential_store *store);

/* gnutls_certificate_retrieve_function2 */
int credentials_retrieve(gnutls_session_t session, const gnutls_datum_t *authorities,
                         int authority_count, const gnutls_pk_algorithm_t *algorithms,
                         int algorithm_count, gnutls_pcert_st **chain, unsigned *chain_count,
                         gnutls_privkey_t *key);

#endif
