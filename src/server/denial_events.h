/* denial_events.h - denials as Events in the cluster: found later by kubectl get events. */
#ifndef SERVER_DENIAL_EVENTS_H
#define SERVER_DENIAL_EVENTS_H

#include "admission/admission.h"
#include "base/check.h"
#include "base/error.h"
#include "server/server.h"

/* A thread of its own with its own connection, and a queue of bounded length before it: no review
 * waits for it, and what there is no room for is dropped and counted. */
struct denial_events;

/* Begins, if the server's configuration says so, and tells metrics from then on; else NULL without
 * an error. NULL with the reason in `error` if it should but cannot. */
MUST_CHECK struct denial_events *denial_events_begin(struct server *server, struct error *error);

/* Writes what it still has, for two seconds at most, and ends within three. Accepts NULL. */
void denial_events_end(struct denial_events *events);

/* If the answer is a denial and no dry run, it is copied and written later. By any thread. Accepts
 * NULL. */
void denial_events_take(struct denial_events *events, const struct policy *policy,
                        const struct admission *admission);

#endif
