/* reply.h - answers, with the headers that all of them have. */
#ifndef SERVER_REPLY_H
#define SERVER_REPLY_H

#include <microhttpd.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/text.h"
#include "request.h"

struct reply {
    unsigned status;
    const char *content_type;
    const char *allow;       /* NULL: none */
    const char *retry_after; /* seconds; NULL: none */
    bool is_last;            /* on this connection */
};

extern const char reply_json[];
extern const char reply_plain_text[];

/* Sends what is in `content`, which is empty afterwards. Where there is no memory for it the
 * connection is closed, which the API server takes for a failed call. */
MUST_CHECK enum MHD_Result reply_send(const struct request *request, const struct reply *reply,
                                      struct buffer *content);

/* A metav1.Status with the status' own reason: "BadRequest" for 400. */
MUST_CHECK enum MHD_Result reply_error(const struct request *request, const struct reply *reply,
                                       struct text message);

/* reply_error with nothing but status and message. */
MUST_CHECK enum MHD_Result reply_failure(const struct request *request, unsigned status,
                                         struct text message);

/* 503, to come again in a second. */
MUST_CHECK enum MHD_Result reply_busy(const struct request *request, struct text message);

#endif
