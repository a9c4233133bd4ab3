#define _GNU_SOURCE
#include "runtime/cores.h"

#include <limits.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "runtime/file.h"

enum {
    MAX_NUMBER_BYTES = 64,
    MAX_GROUPS_BYTES = 64 * 1024,
    MAX_DIGITS = 12, /* of microseconds: more is not a quota that any machine could use */
};

/* ---- Quotas. */

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

static unsigned whole_cores(uint64_t quota, uint64_t period)
{
    return quota != 0 && period != 0 ? (unsigned)((quota + period - 1) / period) : 0;
}

unsigned cores_of_quota(struct text cpu_max)
{
    struct text line = text_cut(&cpu_max, '\n');
    uint64_t quota = number_of(text_cut(&line, ' '));
    return whole_cores(quota, number_of(line));
}

/* Of two limits, of which 0 is none. */
static unsigned fewer(unsigned a, unsigned b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

static bool read_file(const char *folder, const char *name, struct buffer *content)
{
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/%s", folder, name);
    return len > 0 && (size_t)len < sizeof path && file_read(path, MAX_NUMBER_BYTES, content, NULL);
}

static unsigned quota_of_v2(const char *folder)
{
    struct buffer content = {0};
    unsigned cores = 0;
    if (read_file(folder, "cpu.max", &content))
        cores = cores_of_quota(buffer_text(&content));
    buffer_release(&content);
    return cores;
}

static uint64_t read_number(const char *folder, const char *name)
{
    struct buffer content = {0};
    uint64_t number = 0;
    if (read_file(folder, name, &content)) {
        struct text text = buffer_text(&content);
        number = number_of(text_cut(&text, '\n'));
    }
    buffer_release(&content);
    return number;
}

static unsigned quota_of_v1(const char *folder)
{
    return whole_cores(read_number(folder, "cpu.cfs_quota_us"),
                       read_number(folder, "cpu.cfs_period_us"));
}

/* ---- Groups. */

/* Of a group and all that it is in. A container that does not see the groups above its own finds
 * its own as the topmost, whatever path it has elsewhere. */
static unsigned fewest_upwards(const char *top, struct text group, unsigned (*quota)(const char *))
{
    char folder[PATH_MAX];
    unsigned fewest = 0;
    for (;;) {
        int len = snprintf(folder, sizeof folder, "%s%.*s", top, TEXT_ARGS(group));
        if (len > 0 && (size_t)len < sizeof folder)
            fewest = fewer(fewest, quota(folder));
        if (group.len == 0)
            return fewest;
        size_t slash = text_find_last(group, '/');
        group = text_slice(group, 0, slash < group.len ? slash : 0);
    }
}

static bool names_cpu(struct text controllers)
{
    while (controllers.ptr != NULL) {
        if (text_equal(text_cut(&controllers, ','), TEXT("cpu")))
            return true;
    }
    return false;
}

/* Of a line such as "0::/pod/container" (v2) or "4:cpu,cpuacct:/pod/container" (v1). */
static unsigned quota_of_line(struct text line, const char *mount)
{
    char top[PATH_MAX];
    text_cut(&line, ':');
    struct text controllers = text_cut(&line, ':');
    if (controllers.len == 0)
        return fewest_upwards(mount, line, quota_of_v2);
    if (!names_cpu(controllers))
        return 0;
    int len = snprintf(top, sizeof top, "%s/cpu", mount);
    return len > 0 && (size_t)len < sizeof top ? fewest_upwards(top, line, quota_of_v1) : 0;
}

unsigned cores_granted(const char *groups_file, const char *mount)
{
    struct buffer content = {0};
    unsigned cores = 0;
    if (file_read(groups_file, MAX_GROUPS_BYTES, &content, NULL)) {
        struct text lines = buffer_text(&content);
        while (lines.ptr != NULL)
            cores = fewer(cores, quota_of_line(text_cut(&lines, '\n'), mount));
    }
    buffer_release(&content);
    return cores;
}

/* ---- All that there is. */

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
    return fewer(allowed(), cores_granted("/proc/self/cgroup", "/sys/fs/cgroup"));
}
