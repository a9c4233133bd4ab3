/* kubeconfig_fields.h - what the entries of a kubeconfig say, as struct access. */
#ifndef CLUSTER_KUBECONFIG_FIELDS_H
#define CLUSTER_KUBECONFIG_FIELDS_H

#include <json-c/json.h>

#include "access.h"

struct kubeconfig_file {
    char *path;
    struct json_object *root; /* NULL: an empty file */
};

/* An entry with the file that it stands in: paths are relative to its folder. */
struct kubeconfig_entry {
    const struct kubeconfig_file *file;
    struct json_object *members; /* of "cluster", "user" or "context"; NULL: there are none */
    struct json_object *item;    /* what they are a member of: for the position */
};

/* Errors name file, line and column. What is not understood but would matter is one. */
MUST_CHECK bool kubeconfig_take_namespace(const struct kubeconfig_entry *context,
                                          struct access *access, struct error *error);
MUST_CHECK bool kubeconfig_take_cluster(const struct kubeconfig_entry *cluster,
                                        struct access *access, struct error *error);
MUST_CHECK bool kubeconfig_take_user(const struct kubeconfig_entry *user, struct access *access,
                                     struct error *error);

#endif
