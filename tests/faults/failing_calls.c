/* System calls that fail on demand, for LD_PRELOAD. The file that $FAULTS names is read at each
 * call: lines "CALL FAULT EVERY", and every so-many-th CALL meets the FAULT: EINTR, EMFILE, ...  it
 * does not happen and fails so SHORT               it reads or writes one byte only (read, log)
 *   SMALL               accept4: the socket's send buffer is the smallest there is
 * "log" is write(2) to standard error, "read" is that of regular files. "clock REALTIME SECONDS"
 * moves the time of day; what never goes back is left alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { NONE = 0, SHORT = -1, SMALL = -2, MAX_RULES_BYTES = 512, WORD_BYTES = 16 };

static const struct {
    const char *name;
    int value;
} faults[] = {
    {"EINTR", EINTR},           {"EMFILE", EMFILE},
    {"ENFILE", ENFILE},         {"ENOMEM", ENOMEM},
    {"ENOBUFS", ENOBUFS},       {"ECONNABORTED", ECONNABORTED},
    {"ENOSPC", ENOSPC},         {"EIO", EIO},
    {"EAGAIN", EAGAIN},         {"EPIPE", EPIPE},
    {"ECONNRESET", ECONNRESET}, {"EPERM", EPERM},
    {"SHORT", SHORT},           {"SMALL", SMALL},
};

static int fault_of(const char *name)
{
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if (strcmp(faults[i].name, name) == 0)
            return faults[i].value;
    }
    return NONE;
}

/* By bare system calls: those of the library are the ones that fail. */
static bool read_rules(char *rules)
{
    const char *path = getenv("FAULTS");
    long file = path != NULL ? syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        return false;
    long len = syscall(SYS_read, file, rules, MAX_RULES_BYTES - 1);
    syscall(SYS_close, file);
    rules[len > 0 ? len : 0] = '\0';
    return len > 0;
}

/* True if there is a rule for `call`; then `fault` and `number` are set. */
static bool find_rule(const char *call, char *fault, long *number)
{
    char rules[MAX_RULES_BYTES];
    char name[WORD_BYTES];
    char *rest = NULL;
    if (!read_rules(rules))
        return false;
    for (char *line = strtok_r(rules, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (sscanf(line, "%15s %15s %ld", name, fault, number) == 3 && strcmp(name, call) == 0)
            return true;
    }
    return false;
}

/* What this call meets. Keeps errno where nothing is to fail. */
static int meet(const char *call, atomic_ulong *calls)
{
    char fault[WORD_BYTES];
    long every = 1;
    int saved_errno = errno;
    bool is_due = find_rule(call, fault, &every) && every > 0 &&
                  (atomic_fetch_add(calls, 1) + 1) % (unsigned long)every == 0;
    errno = saved_errno;
    return is_due ? fault_of(fault) : NONE;
}

#define MEET(call)                                                                                 \
    __extension__({                                                                                \
        static atomic_ulong calls;                                                                 \
        meet(call, &calls);                                                                        \
    })

static long fail(int fault)
{
    errno = fault;
    return -1;
}

/* The next function of that name, behind this one. */
#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

int accept4(int listener, struct sockaddr *address, socklen_t *size, int flags)
{
    int fault = MEET("accept4");
    if (fault > NONE)
        return (int)fail(fault);
    int connection = REAL(accept4)(listener, address, size, flags);
    int smallest = 1;
    if (connection >= 0 && fault == SMALL)
        setsockopt(connection, SOL_SOCKET, SO_SNDBUF, &smallest, sizeof smallest);
    return connection;
}

ssize_t recv(int connection, void *bytes, size_t size, int flags)
{
    int fault = MEET("recv");
    return fault > NONE ? fail(fault) : REAL(recv)(connection, bytes, size, flags);
}

ssize_t send(int connection, const void *bytes, size_t size, int flags)
{
    int fault = MEET("send");
    return fault > NONE ? fail(fault) : REAL(send)(connection, bytes, size, flags);
}

ssize_t sendmsg(int connection, const struct msghdr *message, int flags)
{
    int fault = MEET("send");
    return fault > NONE ? fail(fault) : REAL(sendmsg)(connection, message, flags);
}

int epoll_wait(int set, struct epoll_event *events, int count, int timeout)
{
    int fault = MEET("epoll_wait");
    return fault > NONE ? (int)fail(fault) : REAL(epoll_wait)(set, events, count, timeout);
}

ssize_t write(int file, const void *bytes, size_t size)
{
    int fault = file == STDERR_FILENO ? MEET("log") : NONE;
    if (fault > NONE)
        return fail(fault);
    return REAL(write)(file, bytes, fault == SHORT && size != 0 ? 1 : size);
}

static bool is_regular(int file)
{
    struct stat status;
    return fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

ssize_t read(int file, void *bytes, size_t size)
{
    int fault = is_regular(file) ? MEET("read") : NONE;
    if (fault > NONE)
        return fail(fault);
    return REAL(read)(file, bytes, fault == SHORT && size != 0 ? 1 : size);
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    int fault = MEET("open");
    return fault > NONE ? (int)fail(fault) : REAL(open)(path, flags, mode);
}

ssize_t getrandom(void *bytes, size_t size, unsigned flags)
{
    int fault = MEET("getrandom");
    return fault > NONE ? fail(fault) : REAL(getrandom)(bytes, size, flags);
}

static time_t clock_offset_s(void)
{
    char fault[WORD_BYTES];
    long offset_s = 0;
    return find_rule("clock", fault, &offset_s) ? offset_s : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    long result = syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && clock == CLOCK_REALTIME)
        now->tv_sec += clock_offset_s();
    return (int)result;
}

time_t time(time_t *out)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    if (out != NULL)
        *out = now.tv_sec;
    return now.tv_sec;
}
