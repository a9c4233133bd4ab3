/* webhooks.h - the caBundle of the webhooks of one ValidatingWebhookConfiguration. */
#ifndef AUTHORITY_WEBHOOKS_H
#define AUTHORITY_WEBHOOKS_H

#include "base/text.h"
#include "cluster/cluster.h"

struct webhooks_state {
    unsigned status;  /* of the last answer */
    bool was_written; /* not all webhooks had it before */
};

/* Sees to it that each webhook has the bundle (PEM). */
MUST_CHECK bool webhooks_trust(struct cluster *cluster, const char *configuration,
                               struct text bundle, struct webhooks_state *state,
                               struct error *error);

/* False, with the status 404, if the configuration is not there. */
MUST_CHECK bool webhooks_exist(struct cluster *cluster, const char *configuration, unsigned *status,
                               struct error *error);

/* Asks about the configuration: the request's path is set here. */
MUST_CHECK bool webhooks_ask(struct cluster *cluster, const char *configuration,
                             struct cluster_request *request, struct cluster_answer *answer,
                             struct error *error);

/* The caller's to free(). */
char *webhooks_path(const char *configuration);

#endif
