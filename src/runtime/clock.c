#include "runtime/clock.h"

#include <errno.h>
#include <time.h>

enum {
    NANOSECONDS_PER_SECOND = 1000000000,
    NANOSECONDS_PER_MILLISECOND = 1000000,
    MILLISECONDS_PER_SECOND = 1000,
    FIRST_YEAR = 1900, /* struct tm counts from it */
    YEAR_DIGITS = 10000,
    MONTH_DIGITS = 100,
};

static struct timespec now(struct tm *utc)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    gmtime_r(&time.tv_sec, utc);
    return time;
}

unsigned clock_today(void)
{
    struct tm utc;
    now(&utc);
    return (unsigned)((utc.tm_year + FIRST_YEAR) * YEAR_DIGITS + (utc.tm_mon + 1) * MONTH_DIGITS +
                      utc.tm_mday);
}

uint64_t clock_now_s(void)
{
    return (uint64_t)time(NULL);
}

uint64_t clock_monotonic_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * NANOSECONDS_PER_SECOND + (uint64_t)time.tv_nsec;
}

uint64_t clock_monotonic_ms(void)
{
    return clock_monotonic_ns() / NANOSECONDS_PER_MILLISECOND;
}

void clock_sleep_ms(uint64_t milliseconds)
{
    struct timespec time = {
        .tv_sec = (time_t)(milliseconds / MILLISECONDS_PER_SECOND),
        .tv_nsec = (long)(milliseconds % MILLISECONDS_PER_SECOND) * NANOSECONDS_PER_MILLISECOND,
    };
    while (nanosleep(&time, &time) != 0 && errno == EINTR)
        continue;
}

void clock_put_time(struct buffer *out)
{
    struct tm utc;
    struct timespec time = now(&utc);
    buffer_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + FIRST_YEAR,
                  utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                  (int)(time.tv_nsec / NANOSECONDS_PER_MILLISECOND));
}
