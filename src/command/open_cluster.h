/* open_cluster.h - the cluster that a command line names. */
#ifndef COMMAND_OPEN_CLUSTER_H
#define COMMAND_OPEN_CLUSTER_H

#include "base/check.h"
#include "cluster/cluster.h"
#include "options.h"

/* The rows of the options, for the tables of the commands that ask a cluster. */
#define CLUSTER_OPTIONS                                                                            \
    {.name = "kubeconfig",                                                                         \
     .argument = "FILE",                                                                           \
     .help = "how to reach the cluster, and as whom",                                              \
     .environment = "KUBECONFIG",                                                                  \
     .fallback = "in a pod its service account, else ~/.kube/config"},                             \
        {.name = "context", .argument = "NAME", .help = "context of the kubeconfig"},              \
    {                                                                                              \
        .name = "service-account", .argument = "DIR",                                              \
        .help = "folder with the token, ca.crt and namespace of a pod",                            \
        .fallback = "/var/run/secrets/kubernetes.io/serviceaccount"                                \
    }

/* Ignores SIGPIPE from now on. NULL with the reason in `error`: nothing was asked yet. */
MUST_CHECK struct cluster *open_cluster(const struct arguments *arguments, struct error *error);

#endif
