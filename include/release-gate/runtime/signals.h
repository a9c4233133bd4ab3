/* signals.h - signals as something to wait for, not as something that interrupts. */
#ifndef RUNTIME_SIGNALS_H
#define RUNTIME_SIGNALS_H

#include <stdint.h>

/* Keeps SIGTERM, SIGINT and SIGHUP for signals_wait and ignores SIGPIPE. Before the first thread
 * starts, so that all of them inherit it. */
void signals_hold(void);

/* Writing to a connection that is gone is an error like others, and no signal. */
void signals_ignore_broken_pipes(void);

/* The next of them, or 0 after `timeout_ms`. */
int signals_wait(uint64_t timeout_ms);

/* Without a limit of time. */
int signals_wait_forever(void);

/* From now on SIGTERM and SIGINT end the process at once, with the status 128 + signal: for the
 * part of a shutdown that cannot look after signals. A handler and not the default action, which
 * the kernel does not take for process 1 of a container. */
void signals_exit_at_once(void);

/* The same, for a signal that was waited for. */
_Noreturn void signals_exit(int signal);

/* "SIGTERM". Static storage. */
const char *signals_name(int signal);

#endif
