/* authority.h - a CA of the server's own, and the certificate that it signs: made here, kept in a
 * Secret that all replicas share, and told to the API servers in the caBundle of their webhooks. */
#ifndef AUTHORITY_AUTHORITY_H
#define AUTHORITY_AUTHORITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/check.h"
#include "base/error.h"
#include "cluster/cluster.h"

/* Strings must outlive the authority. */
struct authority_settings {
    const char *secret;  /* in the namespace of the cluster's context or pod */
    const char *service; /* in the same: the certificate is for its DNS names */
    const char *webhook_configuration;
    uint64_t certificate_lifetime_ms; /* renewed after two thirds of it */
    uint64_t authority_lifetime_ms;   /* the same */
    uint64_t interval_ms;             /* between two looks at Secret and webhook configuration */
};

/* Who serves the certificate. */
struct authority_sink {
    /* PEM; called by the authority's thread, the first time once API servers know the CA. */
    bool (*take)(void *closure, const char *certificate, const char *key, struct error *error);
    void *closure;
};

struct authority;

/* Goes on in a thread of its own until it is stopped. What fails is logged once and tried again;
 * the last good certificate stays in force meanwhile. Takes the cluster, also on failure. NULL when
 * there is no memory. */
MUST_CHECK struct authority *authority_start(struct cluster *cluster,
                                             const struct authority_settings *settings,
                                             const struct authority_sink *sink,
                                             struct error *error);

/* From now on nothing new is asked of the API server, and no failure is logged: what is about to
 * end may have lost its permissions before. Does not wait. Accepts NULL. */
void authority_cease(struct authority *authority);

/* Within a second or two. Accepts NULL. */
void authority_stop(struct authority *authority);

/* Whether Helm installed the webhook configuration as this release: `helm template | kubectl apply`
 * does not. What is not there may be of any release. False if that could not be found out. */
MUST_CHECK bool authority_ask_release(struct cluster *cluster, const char *webhook_configuration,
                                      const char *release, bool *is_of_release,
                                      struct error *error);

/* Removes the webhook configuration and then the Secret, if they are there, so that nothing is left
 * that could deny. Empty names are left out. False if one of them could not be removed. */
MUST_CHECK bool authority_remove(struct cluster *cluster, const char *webhook_configuration,
                                 const char *secret, struct error *error);

#endif
