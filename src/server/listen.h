/* listen.h - a socket that accepts connections at an address from the configuration. */
#ifndef SERVER_LISTEN_H
#define SERVER_LISTEN_H

#include "base/check.h"
#include "base/error.h"

/* A host name of RFC 1123, brackets, a colon and a port. */
enum { LISTEN_ADDRESS_BYTES = 272 };

struct listen_socket {
    int fd;                             /* -1: none */
    char address[LISTEN_ADDRESS_BYTES]; /* with the port that the system chose; "" if none */
};

/* `address` is "HOST:PORT"; without a host, and with "[::]", all addresses, IPv4 too. On failure
 * `fd` is -1 and the error names the address. */
MUST_CHECK bool listen_open(const char *address, struct listen_socket *listening,
                            struct error *error);

/* Makes the system drop what asks for a new connection, as if nobody were there, while those that
 * are half open come through: what is accepted from now on is the rest. Closing the socket at once
 * would reset connections that their clients hold for open. */
void listen_shut_out(const struct listen_socket *listening);

void listen_close(struct listen_socket *listening);

#endif
