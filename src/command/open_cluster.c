#include "open_cluster.h"

#include "runtime/signals.h"

struct cluster *open_cluster(const struct arguments *arguments, struct error *error)
{
    const struct cluster_options options = {
        .kubeconfig = arguments_value(arguments, "kubeconfig"),
        .context = arguments_value(arguments, "context"),
        .service_account = arguments_value(arguments, "service-account"),
    };
    signals_ignore_broken_pipes();
    return cluster_open(&options, error);
}
