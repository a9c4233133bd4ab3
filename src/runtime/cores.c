#define _GNU_SOURCE
#include "runtime/cores.h"

#include <sched.h>
#include <stdint.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "runtime/file.h"

enum {
    MAX_CPU_MAX_BYTES = 64,
    MAX_DIGITS = 12, /* of microseconds: more is not a quota that any machine could use */
};

/* Of the control group that a container sees as its root. */
static const char cpu_max_path[] = "/sys/fs/cgroup/cpu.max";

/* 0 if `text` is not a number. */
static uint64_t number_of(struct text text)
{
    uint64_t number = 0;
    if (text.len > MAX_DIGITS)
        return 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_is_digit(text.ptr[i]))
            return 0;
        number = number * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    return number;
}

unsigned cores_of_quota(struct text cpu_max)
{
    struct text line = text_cut(&cpu_max, '\n');
    uint64_t quota = number_of(text_cut(&line, ' '));
    uint64_t period = number_of(line);
    if (quota == 0 || period == 0)
        return 0;
    return (unsigned)((quota + period - 1) / period);
}

static unsigned quota(void)
{
    struct buffer content = {0};
    unsigned cores = 0;
    if (file_read(cpu_max_path, MAX_CPU_MAX_BYTES, &content, NULL))
        cores = cores_of_quota(buffer_text(&content));
    buffer_release(&content);
    return cores;
}

static unsigned allowed(void)
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    if (sched_getaffinity(0, sizeof cores, &cores) != 0)
        return 1;
    int count = CPU_COUNT(&cores);
    return count > 0 ? (unsigned)count : 1;
}

unsigned cores_usable(void)
{
    unsigned cores = allowed();
    unsigned limit = quota();
    return limit != 0 && limit < cores ? limit : cores;
}
