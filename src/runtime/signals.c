#define _GNU_SOURCE
#include "runtime/signals.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"

enum {
    SIGNALLED = 128, /* what a shell adds to a signal's number to make an exit status */
    MILLISECONDS_PER_SECOND = 1000,
    NANOSECONDS_PER_MILLISECOND = 1000000,
};

static const struct {
    int number;
    const char *name;
} held[] = {
    {SIGTERM, "SIGTERM"},
    {SIGINT, "SIGINT"},
    {SIGHUP, "SIGHUP"},
};

static sigset_t held_set(void)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < ARRAY_LEN(held); i++)
        sigaddset(&set, held[i].number);
    return set;
}

void signals_hold(void)
{
    sigset_t set = held_set();
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signals_ignore_broken_pipes();
}

void signals_ignore_broken_pipes(void)
{
    signal(SIGPIPE, SIG_IGN);
}

int signals_wait(uint64_t timeout_ms)
{
    sigset_t set = held_set();
    struct timespec timeout = {
        .tv_sec = (time_t)(timeout_ms / MILLISECONDS_PER_SECOND),
        .tv_nsec = (long)(timeout_ms % MILLISECONDS_PER_SECOND) * NANOSECONDS_PER_MILLISECOND,
    };
    int signal = sigtimedwait(&set, NULL, &timeout);
    return signal > 0 ? signal : 0;
}

int signals_wait_forever(void)
{
    sigset_t set = held_set();
    int signal;
    do
        signal = sigwaitinfo(&set, NULL);
    while (signal < 0 && errno == EINTR);
    return signal;
}

void signals_exit(int signal)
{
    _exit(SIGNALLED + signal);
}

void signals_exit_at_once(void)
{
    struct sigaction action = {.sa_handler = signals_exit};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

const char *signals_name(int signal)
{
    for (size_t i = 0; i < ARRAY_LEN(held); i++) {
        if (held[i].number == signal)
            return held[i].name;
    }
    return "a signal";
}
