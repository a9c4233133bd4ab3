/* vault.h - the Secret that keeps a keyring, as the API server has it. */
#ifndef AUTHORITY_VAULT_H
#define AUTHORITY_VAULT_H

#include "cluster/cluster.h"
#include "keyring.h"

/* Of a Secret that this program made. It cannot be changed, so nobody else's is ever touched. */
#define VAULT_TYPE "release-gate.power-edge.io/authority"

struct vault {
    struct cluster *cluster;
    const char *name;
    struct json_object *secret; /* as it was read or written last; NULL: there is none */
    unsigned status;            /* of the last answer */
};

enum vault_result {
    VAULT_FAILED, /* reason in `error` */
    VAULT_ABSENT,
    VAULT_BROKEN, /* it is this program's, but its content cannot be used; reason in `error` */
    VAULT_READ,
};

MUST_CHECK enum vault_result vault_read(struct vault *vault, int64_t now, struct keyring *keyring,
                                        struct error *error);

/* Creates the Secret, or replaces its data if nobody did since it was read. False with the status
 * 409 if somebody did: whoever was first wins, and is to be read. */
MUST_CHECK bool vault_write(struct vault *vault, const struct keyring *keyring,
                            struct error *error);
void vault_release(struct vault *vault);

/* "/api/v1/namespaces/NAMESPACE/secrets/NAME"; the caller's to free(). */
char *vault_path(const struct cluster *cluster, const char *name);

#endif
