#define _GNU_SOURCE
#include "listen.h"

#include <errno.h>
#include <linux/filter.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"
#include "base/text.h"

enum { HOST_BYTES = 256, PORT_BYTES = 8 };

static const struct listen_socket none = {.fd = -1};

struct parts {
    char host[HOST_BYTES];
    char port[PORT_BYTES];
};

/* "[::1]:8443" is the host "::1" and the port "8443"; ":8443" is the host "::". */
static bool split(const char *address, struct parts *parts)
{
    struct text whole = text_from_string(address);
    size_t colon = text_find_last(whole, ':');
    struct text host = text_slice(whole, 0, colon);
    struct text port = text_slice(whole, colon + 1, whole.len);
    if (host.len >= 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']')
        host = text_slice(host, 1, host.len - 1);
    if (host.len == 0)
        host = TEXT("::");
    if (port.len == 0 || host.len >= sizeof parts->host || port.len >= sizeof parts->port)
        return false;
    snprintf(parts->host, sizeof parts->host, "%.*s", TEXT_ARGS(host));
    snprintf(parts->port, sizeof parts->port, "%.*s", TEXT_ARGS(port));
    return true;
}

static void set_option(int fd, int level, int option, int value)
{
    /* Without them listening works too, but for a port in TIME_WAIT and for IPv4 on "[::]". */
    (void)setsockopt(fd, level, option, &value, sizeof value);
}

static int open_one(const struct addrinfo *address)
{
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    if (address->ai_family == AF_INET6)
        set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0)
        return fd;
    int failure = errno;
    close(fd);
    errno = failure;
    return -1;
}

static int open_first(const struct addrinfo *addresses)
{
    int fd = -1;
    for (const struct addrinfo *next = addresses; next != NULL && fd < 0; next = next->ai_next)
        fd = open_one(next);
    return fd;
}

static void name_socket(struct listen_socket *listening)
{
    struct sockaddr_storage bound = {0};
    socklen_t size = sizeof bound;
    struct parts parts;
    if (getsockname(listening->fd, (struct sockaddr *)&bound, &size) != 0 ||
        getnameinfo((struct sockaddr *)&bound, size, parts.host, sizeof parts.host, parts.port,
                    sizeof parts.port, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return;
    bool has_brackets = bound.ss_family == AF_INET6;
    snprintf(listening->address, sizeof listening->address, "%s%s%s:%s", has_brackets ? "[" : "",
             parts.host, has_brackets ? "]" : "", parts.port);
}

static bool fail(const char *address, const char *reason, struct error *error)
{
    return error_set(error, ERROR_SYSTEM, "cannot listen on %s: %s", address, reason);
}

bool listen_open(const char *address, struct listen_socket *listening, struct error *error)
{
    const struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *addresses = NULL;
    struct parts parts;
    *listening = none;
    if (!split(address, &parts))
        return fail(address, "it is not HOST:PORT", error);
    int failure = getaddrinfo(parts.host, parts.port, &hints, &addresses);
    if (failure != 0)
        return fail(address, failure == EAI_SYSTEM ? strerror(errno) : gai_strerror(failure),
                    error);
    listening->fd = open_first(addresses);
    failure = errno;
    freeaddrinfo(addresses);
    if (listening->fd < 0)
        return fail(address, strerror(failure), error);
    name_socket(listening);
    return true;
}

/* A filter on a listening socket sees segments from their TCP header on, also the last one of a
 * handshake, which has no SYN. */
void listen_shut_out(const struct listen_socket *listening)
{
    enum { FLAGS_AT = 13, SYN = 0x02 };
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, FLAGS_AT),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, SYN, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
    };
    const struct sock_fprog program = {.len = ARRAY_LEN(code), .filter = code};
    /* Without it all goes on as before, but for connections that begin in the last moment. */
    (void)setsockopt(listening->fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

void listen_close(struct listen_socket *listening)
{
    if (listening->fd >= 0)
        close(listening->fd);
    *listening = none;
}
