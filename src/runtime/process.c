#include "runtime/process.h"

#include <dirent.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "runtime/file.h"

enum { NANOSECONDS_PER_SECOND = 1000000000, MAX_STATM_BYTES = 256 };

uint64_t process_cpu_ns(void)
{
    struct timespec time = {0};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * NANOSECONDS_PER_SECOND + (uint64_t)time.tv_nsec;
}

/* The next number of /proc/self/statm, which counts pages. */
static uint64_t next_bytes(struct text *line)
{
    struct text digits = text_cut(line, ' ');
    uint64_t pages = 0;
    for (size_t i = 0; i < digits.len && ascii_is_digit(digits.ptr[i]); i++)
        pages = pages * 10 + (uint64_t)(digits.ptr[i] - '0');
    return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

bool process_memory(uint64_t *resident_bytes, uint64_t *virtual_bytes)
{
    struct buffer content = {0};
    bool is_read = file_read("/proc/self/statm", MAX_STATM_BYTES, &content, NULL);
    struct text line = buffer_text(&content);
    *virtual_bytes = next_bytes(&line);
    *resident_bytes = next_bytes(&line);
    buffer_release(&content);
    return is_read && *resident_bytes != 0;
}

bool process_open_files(uint64_t *count)
{
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL)
        return false;
    *count = 0;
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        *count += entry->d_name[0] != '.';
    closedir(folder);
    --*count; /* the folder itself */
    return true;
}

uint64_t process_max_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return UINT64_MAX;
    return limit.rlim_cur;
}

uint64_t process_want_files(uint64_t count)
{
    struct rlimit limit;
    if (process_max_files() < count && getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = count < limit.rlim_max ? count : limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit); /* what came of it is asked below */
    }
    return process_max_files();
}
