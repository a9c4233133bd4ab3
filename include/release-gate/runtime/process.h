/* process.h - what the operating system says of this process. */
#ifndef RUNTIME_PROCESS_H
#define RUNTIME_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/check.h"

/* Processor time of all threads since the start. */
uint64_t process_cpu_ns(void);

/* False where /proc does not tell. */
MUST_CHECK bool process_memory(uint64_t *resident_bytes, uint64_t *virtual_bytes);

/* False where /proc does not tell, or there is no descriptor left to ask it. */
MUST_CHECK bool process_open_files(uint64_t *count);

/* UINT64_MAX: no limit. */
uint64_t process_max_files(void);

/* Asks for room for `count` descriptors; returns process_max_files, which may be less. */
uint64_t process_want_files(uint64_t count);

#endif
