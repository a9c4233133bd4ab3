/* route.h - which path leads where: one row for each. */
#ifndef SERVER_ROUTE_H
#define SERVER_ROUTE_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>

#include "admission/admission.h"
#include "base/buffer.h"
#include "base/text.h"

struct request;

/* Called when the request is complete; answers it. */
typedef enum MHD_Result route_handler(const struct request *request);

struct route {
    struct text path;
    struct text label;    /* in messages and metrics: "/validate/ENVIRONMENT" */
    bool has_environment; /* one more segment: "/validate/production" */
    unsigned entrances;   /* enum entrance, as bits */
    const char *methods;  /* "GET, HEAD": as in an Allow header */
    bool takes_review;    /* a JSON body, only from clients that are let in */
    enum admission_question question;
    route_handler *handle;
};

enum route_result { ROUTE_UNKNOWN, ROUTE_WRONG_METHOD, ROUTE_FOUND };

struct route_match {
    enum route_result result;
    const struct route *route; /* NULL: unknown */
    struct text segment;       /* that names the environment; borrowed from the path */
};

/* `path` is decoded and without its query. */
struct route_match route_find(unsigned entrance, struct text method, struct text path);

/* The place in the table, from 1 on; 0 for NULL. */
uint8_t route_number(const struct route *route);

/* What metrics call that route: "/validate/ENVIRONMENT"; "other" for 0. Static storage. */
struct text route_label(uint8_t number);

/* "/validate, /validate/ENVIRONMENT, /livez": what there is at this entrance. */
void route_put_paths(unsigned entrance, struct buffer *out);

#endif
