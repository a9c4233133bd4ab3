/* Writes a seccomp filter to standard output, for `bwrap --seccomp`: the system calls that serving
 * needs; any other ends the process. All of them are in the list that container runtimes allow. */
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const needed[] = {
    /* the loader, and memory */
    "execve",
    "prctl",
    "arch_prctl",
    "brk",
    "mmap",
    "munmap",
    "mprotect",
    "mremap",
    "madvise",
    "pread64",
    "set_tid_address",
    "set_robust_list",
    "rseq",
    "prlimit64",
    "access",
    "readlink",
    /* bubblewrap, which stays as the first process */
    "wait4",
    "getppid",
    "umask",
    "dup2",
    "signalfd4",
    /* threads */
    "clone",
    "clone3",
    "futex",
    "sched_getaffinity",
    "sched_yield",
    "gettid",
    "exit",
    "exit_group",
    /* signals */
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "rt_sigtimedwait",
    "tgkill",
    "getpid",
    /* files */
    "openat",
    "read",
    "write",
    "writev",
    "close",
    "fstat",
    "newfstatat",
    "lseek",
    "getdents64",
    "fcntl",
    "ioctl",
    "uname",
    "sysinfo",
    "getcwd",
    /* sockets */
    "socket",
    "bind",
    "listen",
    "accept4",
    "getsockname",
    "getpeername",
    "setsockopt",
    "getsockopt",
    "recvfrom",
    "recvmsg",
    "sendto",
    "sendmsg",
    "shutdown",
    "connect",
    "sendfile",
    "eventfd2",
    "pipe2",
    "epoll_create1",
    "epoll_ctl",
    "epoll_wait",
    "poll",
    "ppoll",
    "select",
    "pselect6",
    /* time, randomness, who one is */
    "clock_gettime",
    "clock_nanosleep",
    "gettimeofday",
    "time",
    "getrandom",
    "getuid",
    "geteuid",
    "getgid",
    "getegid",
};

int main(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (filter == NULL)
        return EXIT_FAILURE;
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        int number = seccomp_syscall_resolve_name(needed[i]);
        if (number != __NR_SCMP_ERROR && number >= 0 &&
            seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0) != 0)
            return EXIT_FAILURE;
    }
    if (seccomp_export_bpf(filter, STDOUT_FILENO) != 0)
        return EXIT_FAILURE;
    seccomp_release(filter);
    return EXIT_SUCCESS;
}
