/* background_audit.h - an audit of the cluster every now and then, by one replica at a time. */
#ifndef SERVER_BACKGROUND_AUDIT_H
#define SERVER_BACKGROUND_AUDIT_H

#include "base/check.h"
#include "base/error.h"
#include "server/server.h"

/* A thread of its own, of low priority: no admission waits for it, and it has its own connections.
 * What goes wrong is logged when it begins and counted. */
struct background_audit;

/* Begins, if the server's configuration says so, and tells metrics from then on; else NULL without
 * an error. NULL with the reason in `error` if it should but cannot. */
MUST_CHECK struct background_audit *background_audit_begin(struct server *server,
                                                           struct error *error);

/* From now on nothing new is listed, no failure is logged, and the Lease is given back. Does not
 * wait. Accepts NULL. */
void background_audit_cease(struct background_audit *audit);

/* Ends it within seconds and gives the Lease back. Accepts NULL. */
void background_audit_end(struct background_audit *audit);

#endif
