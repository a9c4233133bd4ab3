/* access.h - whom to ask, and as whom: what a kubeconfig or a service account says. */
#ifndef CLUSTER_ACCESS_H
#define CLUSTER_ACCESS_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/check.h"
#include "base/error.h"
#include "cluster/cluster.h"

/* A program that makes credentials (client.authentication.k8s.io). `command` NULL: none. */
struct access_plugin {
    char *api_version;
    char *command;
    char **arguments;   /* with the command as the first, then NULL */
    char **environment; /* "NAME=VALUE", then NULL */
    char *hint;         /* where to get it; may be NULL */
    bool wants_cluster; /* is told which cluster it is for */
};

/* Strings are NUL-terminated; NULL: not given. Files are read when they are needed, since who makes
 * them exchanges them. */
struct access {
    char *server;          /* "https://10.0.0.1:443", without a slash at its end */
    char *tls_server_name; /* the name in the certificate, if it is not that of `server` */
    char *proxy;           /* NULL: as HTTPS_PROXY and NO_PROXY say */
    char *namespace;
    char *authority_file; /* PEM; neither: whom the system trusts */
    char *authority;      /* wins over the file */
    bool is_insecure;     /* anybody may be the server */
    char *certificate_file;
    char *certificate;
    char *key_file;
    char *key;
    char *token_file; /* wins over the token */
    char *token;
    struct access_plugin plugin;
};

/* True if `access` says all that is needed. On failure it may be half filled. */
MUST_CHECK bool access_of_pod(const struct cluster_options *options, struct access *access,
                              struct error *error);
MUST_CHECK bool access_of_kubeconfig(const struct cluster_options *options, struct access *access,
                                     struct error *error);

/* A folder with token, ca.crt and namespace, as the kubelet mounts it. */
#define ACCESS_SERVICE_ACCOUNT "/var/run/secrets/kubernetes.io/serviceaccount"

/* Wipes what is secret. */
void access_release(struct access *access);

/* Overwrites before it frees. Accepts NULL. */
void access_free_secret(char *secret);

#endif
