/* answer.h - what an API server answered, as a tree or as an error in its own words. */
#ifndef CLUSTER_ANSWER_H
#define CLUSTER_ANSWER_H

#include "transport.h"

/* True for 2xx with JSON, or with nothing. `server` is named in errors. The tree of `answer` is the
 * caller's, whatever came of it. */
MUST_CHECK bool answer_read(const struct cluster_request *request, const char *server,
                            const struct attempt *attempt, struct cluster_answer *answer,
                            struct error *error);

#endif
