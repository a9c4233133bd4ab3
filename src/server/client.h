/* client.h - who may ask, where only the owners of certain certificates may. */
#ifndef SERVER_CLIENT_H
#define SERVER_CLIENT_H

#include <gnutls/x509.h>
#include <microhttpd.h>

#include "base/check.h"
#include "base/error.h"
#include "config/config.h"

/* True if the client's certificate was signed by the authority, for use by
 * clients, is valid now, and has one of the names (if any are given) as its common name or as a
 * DNS name. Else the reason is in `error`. */
MUST_CHECK bool client_is_admitted(struct MHD_Connection *connection,
                                   gnutls_x509_trust_list_t authority,
                                   const struct text_list *names, struct error *error);

#endif
