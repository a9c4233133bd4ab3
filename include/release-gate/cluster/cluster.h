/* cluster.h - a client of the Kubernetes API server: one question, one answer. */
#ifndef CLUSTER_CLUSTER_H
#define CLUSTER_CLUSTER_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "base/error.h"
#include "base/text.h"

/* A connection that is kept, and the credentials for it. Not for two threads at once; each may have
 * its own. The process must ignore SIGPIPE (runtime/signals.h). */
struct cluster;

/* Zeros: a pod's service account if KUBERNETES_SERVICE_HOST is set, else the kubeconfig that
 * kubectl would take ($KUBECONFIG, which may list several files, then ~/.kube/config). */
struct cluster_options {
    const char *kubeconfig; /* a file; wins over the service account */
    const char *context;    /* of the kubeconfig; NULL: its current one */
    const char
        *service_account; /* folder with token, ca.crt, namespace; NULL: where pods have it */
    uint64_t timeout_ms;  /* for one attempt; 0: 30 s */
    unsigned attempts;    /* 0: 5 */
};

/* Reads the configuration; nothing is sent yet. NULL, with file and line where there are any, if it
 * cannot be used. `options` may be NULL and need not outlive the call. */
MUST_CHECK struct cluster *cluster_open(const struct cluster_options *options, struct error *error);
void cluster_close(struct cluster *cluster);

/* From another thread: whatever is asked or waits for another attempt fails within a second, and so
 * does all that is asked later. */
void cluster_cancel(struct cluster *cluster);

/* "https://10.0.0.1:443". Lives as long as the cluster. */
const char *cluster_server(const struct cluster *cluster);

/* Of the context or of the pod; "default" where neither says. Lives as long as the cluster. */
const char *cluster_namespace(const struct cluster *cluster);

enum cluster_method {
    CLUSTER_GET,
    CLUSTER_POST,
    CLUSTER_PUT,
    CLUSTER_PATCH,
    CLUSTER_DELETE,
};

struct cluster_request {
    enum cluster_method method;
    const char *path;         /* with its query: "/api/v1/pods?limit=500" */
    const char *content_type; /* of the body; NULL: application/json */
    struct text body;
    size_t max_bytes; /* of the answer; 0: 64 MiB */
};

/* `status` is 0 if there was no answer: the cluster could not be reached, or it was not one. The
 * tree is the caller's to json_object_put(), also after a failure: it may be a Status that says
 * more. */
struct cluster_answer {
    unsigned status;
    struct json_object *root; /* NULL: no JSON came */
    bool is_too_large;        /* more than max_bytes, or than its tree may take */
};

/* True if the API server did what was asked (2xx). Else the error says what was asked, and what the
 * API server answered in its own words.
 *
 * The token is read anew for each attempt, since a kubelet exchanges it. What may do no harm twice
 * (all but POST and PATCH) is tried again, with growing and random pauses, when no connection comes
 * about or breaks, and after 5xx; everything after 429 and when nothing was sent. A Retry-After is
 * kept to, up to half a minute. */
MUST_CHECK bool cluster_ask(struct cluster *cluster, const struct cluster_request *request,
                            struct cluster_answer *answer, struct error *error);

/* A list that comes in pages, so that memory is needed for one page only. */
struct cluster_list {
    const char *path;  /* "/apis/apps/v1/deployments", may have a query */
    size_t page_items; /* 0: 250; halved for as long as a page is too large */

    /* One item, borrowed until it returns. It has no kind and apiVersion of its own: those of the
     * list are set, without "List". False, with an error, ends the list. */
    bool (*take)(void *closure, struct json_object *item, struct error *error);

    /* The list begins anew: what was taken comes again. NULL: that does no harm. */
    void (*restart)(void *closure);
    void *closure;
};

/* Hands over all items. When the API server has forgotten the list meanwhile (410 Gone), it goes on
 * from the same place in a newer one if the API server offers that, else it begins anew, a few
 * times at most. `status` (may be NULL) is as in struct cluster_answer. */
MUST_CHECK bool cluster_list(struct cluster *cluster, const struct cluster_list *list,
                             unsigned *status, struct error *error);

#endif
