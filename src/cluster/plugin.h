/* plugin.h - credentials from a program (client.authentication.k8s.io, "exec" in a kubeconfig). */
#ifndef CLUSTER_PLUGIN_H
#define CLUSTER_PLUGIN_H

#include <stdint.h>

#include "access.h"

/* `= {0}`: none yet. PEM; NULL where it gave none. */
struct plugin_credentials {
    char *token;
    char *certificate;
    char *key;
    int64_t expires; /* seconds since 1970; 0: never */
};

/* Runs the program, for a minute at most; its standard error is this program's. False, with the
 * command in the error, if it cannot be run, fails, or says something else than it should. */
MUST_CHECK bool plugin_run(const struct access *access, struct plugin_credentials *credentials,
                           struct error *error);
void plugin_credentials_release(struct plugin_credentials *credentials);

/* Are there credentials, and are they good for some seconds more? */
bool plugin_credentials_are_fresh(const struct plugin_credentials *credentials);

#endif
