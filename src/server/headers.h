/* headers.h - what the headers of a request with a body must and must not say. */
#ifndef SERVER_HEADERS_H
#define SERVER_HEADERS_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/check.h"

/* False if it is not clear where the body ends: two lengths, a length and an encoding, or an
 * encoding other than "chunked" (RFC 9112, 6.3). A proxy before us could see another request. */
MUST_CHECK bool headers_frame_body(struct MHD_Connection *connection);

/* "application/json", with any parameters. */
MUST_CHECK bool headers_say_json(struct MHD_Connection *connection);

/* The client waits for a word before it sends the body (RFC 9110, 10.1.1). */
bool headers_expect_continue(struct MHD_Connection *connection);

/* The announced length; 0 if there is none. Too large to be a number: UINT64_MAX. */
uint64_t headers_content_length(struct MHD_Connection *connection);

#endif
