/* in_force.h - the configuration that requests are judged by: exchanged whole, and released by the
 * last request that began with it. */
#ifndef SERVER_IN_FORCE_H
#define SERVER_IN_FORCE_H

#include <gnutls/x509.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/check.h"
#include "base/error.h"
#include "config/config.h"

/* Does not change. */
struct in_force {
    struct config *config;
    gnutls_x509_trust_list_t client_authority; /* NULL: every client may ask */
    atomic_size_t holders;
};

struct in_force_slot {
    pthread_mutex_t lock;
    struct in_force *current; /* never NULL once it was set */
};

void in_force_slot_init(struct in_force_slot *slot);
void in_force_slot_release(struct in_force_slot *slot);

/* Takes the configuration, which the slot frees in time, and reads the clients' authority that it
 * names. False, with the file as the error's source, if that cannot be read; then nothing changed
 * and the configuration is still the caller's. */
MUST_CHECK bool in_force_set(struct in_force_slot *slot, struct config *config,
                             struct error *error);

/* Never NULL after the first in_force_set. */
struct in_force *in_force_hold(struct in_force_slot *slot);
void in_force_release(struct in_force *in_force);

#endif
