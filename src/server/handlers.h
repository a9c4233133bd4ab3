/* handlers.h - what the routes lead to. */
#ifndef SERVER_HANDLERS_H
#define SERVER_HANDLERS_H

#include "route.h"

/* An AdmissionReview, answered. */
route_handler handle_admission;

/* 200 for as long as the process can answer at all. */
route_handler handle_livez;

/* 200 if requests should be sent here, else 503; "?verbose" lists the checks. */
route_handler handle_readyz;

/* What the server has counted, for Prometheus. */
route_handler handle_metrics;

#endif
