/* fuzz.h - what the fuzz targets share. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "core/policy.h"

/* Each target defines it; libFuzzer or standalone.c calls it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must be true for every input. Says what was not and ends the process otherwise. */
#define MUST(condition) ((condition) ? (void)0 : fuzz_fail(#condition, __FILE__, __LINE__))

_Noreturn void fuzz_fail(const char *condition, const char *file, int line);

static inline struct text fuzz_text(const uint8_t *data, size_t size)
{
    return (struct text){(const char *)data, size};
}

/* The built-in policy, made at the first call. */
const struct policy *fuzz_policy(void);

enum { FUZZ_TODAY = 20261124, FUZZ_ARENA_BYTES = 64 << 20 };

#endif
