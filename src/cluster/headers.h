/* headers.h - the headers of a request, and the token among them. */
#ifndef CLUSTER_HEADERS_H
#define CLUSTER_HEADERS_H

#include <curl/curl.h>

#include "access.h"
#include "plugin.h"

/* False if the token cannot be read or is none. The list is the caller's to headers_free(). */
MUST_CHECK bool headers_make(const struct access *access,
                             const struct plugin_credentials *credentials,
                             const struct cluster_request *request, struct curl_slist **headers,
                             struct error *error);

/* Wipes them: there is a token in it. */
void headers_free(struct curl_slist *headers);

#endif
